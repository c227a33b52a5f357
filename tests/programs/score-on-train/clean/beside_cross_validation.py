"""Folds tell how good it is, the last score only that it was fitted."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

train = pd.read_csv("train.csv")
X, y = train.drop(columns=["Survived"]), train["Survived"]
forest = RandomForestClassifier(random_state=0)
print(cross_val_score(forest, X, y, cv=10).mean())
forest.fit(X, y)
print("on the training rows", forest.score(X, y))
