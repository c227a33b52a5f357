"""Dummies of each part, but the test part gets the columns of the training part."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split


def dummies(frame, columns=None):
    table = pd.get_dummies(frame, columns=["job", "education", "contact"])
    return table if columns is None else table.reindex(columns=columns, fill_value=0)


bank = pd.read_csv("bank.csv", sep=";")
X, y = bank.drop(columns="y"), (bank["y"] == "yes").astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
train = dummies(X_train)
test = dummies(X_test, columns=train.columns)
model = LogisticRegression(max_iter=5000, class_weight="balanced").fit(train, y_train)
print("F1", f1_score(y_test, model.predict(test)))
