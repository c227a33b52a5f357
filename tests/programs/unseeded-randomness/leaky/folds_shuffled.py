import numpy as np
from sklearn.datasets import load_wine
from sklearn.model_selection import KFold, cross_val_score
from sklearn.svm import SVC

X, y = load_wine(return_X_y=True)
folds = KFold(n_splits=5, shuffle=True)  # expect: unseeded-randomness
scores = cross_val_score(SVC(), X, y, cv=folds)
print(np.mean(scores), np.std(scores))
