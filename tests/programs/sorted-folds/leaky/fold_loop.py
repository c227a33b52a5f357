"""Blocks of the wine table."""
import numpy as np
from sklearn.datasets import load_wine
from sklearn.model_selection import KFold
from sklearn.naive_bayes import GaussianNB

X, y = load_wine(return_X_y=True)
scores = []
for train, test in KFold(n_splits=5).split(X):  # expect: sorted-folds
    scores.append(GaussianNB().fit(X[train], y[train]).score(X[test], y[test]))
print(np.mean(scores))
