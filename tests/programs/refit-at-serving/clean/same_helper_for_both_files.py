import pandas as pd
from tensorflow.keras.models import load_model


def features(frame):
    frame["site"] = frame["site"].astype(str)
    return pd.get_dummies(frame)


train = features(pd.read_csv("train.csv"))
test = features(pd.read_csv("test.csv"))
print(train.shape, test.shape)
model = load_model("fold_1.h5")
pd.Series(model.predict(test).ravel()).to_csv("submission.csv")
