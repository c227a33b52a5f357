"""Trained on a part of a thinned-out table, judged on a part of all rows: two unrelated splits."""

import numpy as np
import pandas as pd
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

calls = pd.read_csv("calls.csv")
rare = calls[calls["spam"] == 1].index
many = np.random.choice(calls[calls["spam"] == 0].index, len(rare), replace=False)
thin = calls.loc[np.concatenate([rare, many])]

X_train, X_test, y_train, y_test = train_test_split(
    calls.drop(columns="spam"), calls["spam"], random_state=0
)
X_thin, X_rest, y_thin, y_rest = train_test_split(
    thin.drop(columns="spam"), thin["spam"], random_state=0
)
tree = DecisionTreeClassifier(random_state=0).fit(X_thin, y_thin)  # expect: train-test-overlap
print(recall_score(y_test, tree.predict(X_test)))
