"""Each part gets label encoders of its own in a helper, so the codes need not mean the same."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder

CATEGORIES = ["colour", "shape", "habitat"]


def encoded(frame):
    frame = frame.copy()
    frame[CATEGORIES] = OrdinalEncoder().fit_transform(frame[CATEGORIES])  # expect: encoder-per-split
    return frame


mushrooms = pd.read_csv("mushrooms.csv")
X, y = mushrooms.drop(columns="poisonous"), mushrooms["poisonous"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
X_train, X_test = encoded(X_train), encoded(X_test)
forest = RandomForestClassifier(random_state=1).fit(X_train, y_train)
print(accuracy_score(y_test, forest.predict(X_test)))
