"""Shuffled folds."""
from sklearn.datasets import load_wine
from sklearn.model_selection import KFold, cross_val_score
from sklearn.naive_bayes import GaussianNB

X, y = load_wine(return_X_y=True)
print(cross_val_score(GaussianNB(), X, y, cv=KFold(5, shuffle=True, random_state=0)).mean())
