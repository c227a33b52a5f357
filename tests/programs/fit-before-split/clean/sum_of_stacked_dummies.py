"""Words of a list become columns: the sum over a level is one row for each row."""

import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split

films = pd.read_json("films.json")
score = films["imdb_score"]
genres = pd.get_dummies(films["genres"].apply(pd.Series).stack()).sum(level=0)
X = pd.concat([films[["duration", "gross"]], genres], axis=1)

X_train, X_test, y_train, y_test = train_test_split(X, score, random_state=0)
model = GradientBoostingRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
