"""The search sees all rows; afterwards a part of them plays the test set."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split


def tuned(X, y):
    grid = {"max_features": ["sqrt", 0.3, 0.6], "min_samples_leaf": [1, 3, 9]}
    search = GridSearchCV(RandomForestClassifier(random_state=2), grid, cv=5)
    search.fit(X, y)  # expect: search-includes-test
    return search.best_estimator_


def main():
    heart = pd.read_csv("heart.csv")
    X, y = heart.drop(columns="disease"), heart["disease"]
    model = tuned(X, y)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=2)
    model.fit(X_train, y_train)
    print("test accuracy:", accuracy_score(y_test, model.predict(X_test)))


main()
