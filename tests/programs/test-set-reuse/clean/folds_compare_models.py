"""Every model in every fold: nothing is held out twice for one choice."""
import numpy as np
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

X, y = load_wine(return_X_y=True)
models = [GaussianNB(), KNeighborsClassifier(), LogisticRegression(max_iter=5000)]
results = {type(model).__name__: [] for model in models}
for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y):
    for model in models:
        model.fit(X[train], y[train])
        results[type(model).__name__].append(model.score(X[test], y[test]))
for name, scores in results.items():
    print(name, np.mean(scores), np.std(scores))
