import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

rent = pd.read_csv("rent.csv")
X = rent.drop(columns=["rent"])
rent["per_room"] = rent["rent"] / rent["rooms"]
print(rent["per_room"].describe())
X_train, X_test, y_train, y_test = train_test_split(X, rent["rent"], random_state=0)
print(RandomForestRegressor(random_state=0).fit(X_train, y_train).score(X_test, y_test))
