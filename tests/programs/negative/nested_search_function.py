"""Nested cross-validation: the whole search, scaler and all, is the estimator of the outer folds."""
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.preprocessing import StandardScaler


def nested_score(X, y, seed):
    inner = StratifiedKFold(n_splits=3, shuffle=True, random_state=seed)
    outer = StratifiedKFold(n_splits=5, shuffle=True, random_state=seed + 1)
    pipeline = make_pipeline(
        StandardScaler(),
        SelectKBest(f_classif),
        SMOTE(random_state=seed),
        LogisticRegression(max_iter=1000),
    )
    grid = {"selectkbest__k": [5, 10, 20], "logisticregression__C": [0.01, 0.1, 1, 10]}
    search = GridSearchCV(pipeline, grid, cv=inner, scoring="f1")
    return cross_val_score(search, X, y, cv=outer, scoring="f1")


def main():
    X, y = load_breast_cancer(return_X_y=True)
    scores = nested_score(X, y, seed=0)
    print(f"F1 {scores.mean():.3f} +- {scores.std():.3f}")


if __name__ == "__main__":
    main()
