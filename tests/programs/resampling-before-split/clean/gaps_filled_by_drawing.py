import random

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

hotels = pd.read_csv("hotels.csv")
scores = hotels["review_score"]
missing = scores.isnull()
scores[missing] = random.choices(scores[~missing].values, k=missing.sum())
hotels["review_score"] = scores
X_train, X_test, y_train, y_test = train_test_split(hotels.drop(columns="booked"), hotels["booked"])
forest = RandomForestClassifier().fit(X_train, y_train)
print(forest.score(X_test, y_test))
