"""Both parts are used."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

data = pd.read_csv("concrete.csv")
X, y = data.drop(columns=["strength"]), data["strength"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
forest = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
