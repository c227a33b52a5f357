"""Cross-validated on the training part and then both tested, in an old one-round split."""

import pandas as pd
from sklearn.cross_validation import StratifiedShuffleSplit, cross_val_score
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.naive_bayes import GaussianNB

pupils = pd.read_csv("pupils.csv")
passed = pupils.pop("passed")


def parted(X, y):
    for fit_on, left_out in StratifiedShuffleSplit(y, 1, train_size=300):
        parts = X.iloc[fit_on], X.iloc[left_out], y.iloc[fit_on], y.iloc[left_out]
    return parts


X_train, X_test, y_train, y_test = parted(pupils, passed)
for model in (LogisticRegression(), GaussianNB()):
    print(cross_val_score(model, X_train, y_train, cv=10).mean())
    model.fit(X_train, y_train)
    print(f1_score(y_test, model.predict(X_test)))  # expect: test-set-reuse
