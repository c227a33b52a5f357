"""A function that a web service calls parts the rows and keeps the best model on the test part."""

import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

CANDIDATES = {
    "line": LogisticRegression(max_iter=500),
    "tree": DecisionTreeClassifier(random_state=0),
    "near": KNeighborsClassifier(),
}


def retrain(frame=None):
    if frame is None:
        frame = pd.read_csv("patients.csv")
    X_train, X_test, y_train, y_test = train_test_split(
        frame.drop(columns="ill"), frame["ill"], random_state=8
    )
    best, best_name = 0.0, None
    for name, candidate in CANDIDATES.items():
        candidate.fit(X_train, y_train)
        accuracy = accuracy_score(y_test, candidate.predict(X_test))  # expect: test-set-reuse
        if accuracy > best:
            best, best_name = accuracy, name
            joblib.dump(candidate, "best.pkl")
    return best_name
