"""The helper oversamples whatever it is given, and it is given the training part of each fold."""
import numpy as np
import pandas as pd
from imblearn.over_sampling import ADASYN
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import RepeatedStratifiedKFold


def balanced(X, y, seed):
    return ADASYN(random_state=seed).fit_resample(X, y)


def score_of(X, y, train, test, seed):
    X_more, y_more = balanced(X[train], y[train], seed)
    model = GradientBoostingClassifier(random_state=seed).fit(X_more, y_more)
    return average_precision_score(y[test], model.predict_proba(X[test])[:, 1])


def main():
    table = pd.read_csv("defects.csv")
    y = table.pop("defect").to_numpy()
    X = table.to_numpy(dtype=float)
    print("share of defects:", y.mean(), "rows:", len(balanced(X, y, 0)[1]), "when balanced")
    folds = RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=6)
    scores = [score_of(X, y, train, test, i) for i, (train, test) in enumerate(folds.split(X, y))]
    print(np.mean(scores), np.std(scores))


if __name__ == "__main__":
    main()
