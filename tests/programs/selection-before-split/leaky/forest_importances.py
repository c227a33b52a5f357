import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)


def important(X, y, n):
    forest = RandomForestClassifier(n_estimators=100)
    forest.fit(X, y)  # expect: selection-before-split
    return np.argsort(forest.feature_importances_)[::-1][:n]


chosen = important(X, y, 10)
X = X[:, chosen]
X_train, X_test, y_train, y_test = train_test_split(X, y)
svm = SVC()
svm.fit(X_train, y_train)
print(svm.score(X_test, y_test))
