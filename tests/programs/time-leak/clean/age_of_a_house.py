import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
houses["sold"] = pd.to_datetime(houses["sold"])
houses["year"] = houses["sold"].dt.year
houses["age"] = houses["year"] - houses["built"]
X = houses[["age", "area", "year"]]
X_train, X_test, y_train, y_test = train_test_split(X, houses["price"], random_state=0)
print(RandomForestRegressor(random_state=0).fit(X_train, y_train).score(X_test, y_test))
