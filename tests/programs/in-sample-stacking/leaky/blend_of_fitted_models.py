"""The second level learns from what the first level says about rows it has learned by heart."""
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split


def probabilities(models, X):
    return np.column_stack([model.predict_proba(X)[:, 1] for model in models])


table = pd.read_csv("santander.csv", index_col="ID")
y = table.pop("TARGET")
X_train, X_test, y_train, y_test = train_test_split(table, y, stratify=y, random_state=9)
first = [
    RandomForestClassifier(200, random_state=9).fit(X_train, y_train),
    ExtraTreesClassifier(200, random_state=9).fit(X_train, y_train),
]
second = LogisticRegression()
second.fit(probabilities(first, X_train), y_train)  # expect: in-sample-stacking
print(roc_auc_score(y_test, second.predict_proba(probabilities(first, X_test))[:, 1]))
