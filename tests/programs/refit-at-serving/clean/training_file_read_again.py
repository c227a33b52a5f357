import joblib
import pandas as pd
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("train.csv")
new = pd.read_csv("new.csv")
scaler = StandardScaler().fit(train[["age", "income"]])
model = joblib.load("model.joblib")
print(model.predict(scaler.transform(new[["age", "income"]])))
