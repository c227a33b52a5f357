"""A function that splits and then forgets."""
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier


def run(frame, target):
    X, y = frame.drop(columns=[target]), frame[target]
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
    print(f"{len(X_train)} training rows, {len(X_test)} test rows")
    model = DecisionTreeClassifier(random_state=1)
    model.fit(X, y)  # expect: ignored-split
    return accuracy_score(y, model.predict(X))


print(run(pd.read_csv("loans.csv"), "default"))
