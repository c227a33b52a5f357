"""`shuffle=False`, said aloud."""
from sklearn.datasets import load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import KFold, cross_validate


class Check:
    def __init__(self):
        self.X, self.y = load_wine(return_X_y=True)

    def run(self):
        folds = KFold(n_splits=3, shuffle=False)  # expect: sorted-folds
        return cross_validate(RandomForestClassifier(), self.X, self.y, cv=folds)["test_score"]


print(Check().run())
