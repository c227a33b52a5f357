import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

VALIDATE = True


def load_data():
    train = pd.read_csv("train.csv")
    labels = train["converted"].values
    rows = np.array(train.drop("converted", axis=1)).astype(np.float32)
    valid = valid_labels = None
    if VALIDATE:
        rows, valid, labels, valid_labels = train_test_split(rows, labels, test_size=2000)
    return [(rows, labels), (valid, valid_labels)]


(X_train, y_train), (X_valid, y_valid) = load_data()
model = LogisticRegression()
if VALIDATE:
    model.fit(X_train, y_train)
    print(roc_auc_score(y_valid, model.predict_proba(X_valid)[:, 1]))
else:
    model.fit(X_train, y_train)
