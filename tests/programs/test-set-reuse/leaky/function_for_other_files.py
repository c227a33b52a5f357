"""A module's function tries depths on what its own parameter calls the test set."""

from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score


def try_depths(X_train, X_test, y_train, y_test):
    rows = []
    for depth in range(1, 9):
        booster = GradientBoostingClassifier(max_depth=depth)
        booster.fit(X_train, y_train)
        rows.append((depth, f1_score(y_test, booster.predict(X_test))))  # expect: test-set-reuse
    return rows
