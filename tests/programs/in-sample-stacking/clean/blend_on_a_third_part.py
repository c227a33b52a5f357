"""The second level learns from rows that the first level has never seen."""
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
X_rest, X_test, y_rest, y_test = train_test_split(table, y, stratify=y, random_state=9)
X_fit, X_blend, y_fit, y_blend = train_test_split(X_rest, y_rest, test_size=0.3, random_state=9)
first = [model(200, random_state=9).fit(X_fit, y_fit) for model in (RandomForestClassifier, ExtraTreesClassifier)]
second = LogisticRegression().fit(probabilities(first, X_blend), y_blend)
print(roc_auc_score(y_test, second.predict_proba(probabilities(first, X_test))[:, 1]))
