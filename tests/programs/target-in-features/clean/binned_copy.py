import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
houses["log_price"] = np.log1p(houses["price"])
y = houses["log_price"]
X = houses.drop(["price", "log_price"], axis="columns")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
forest = RandomForestRegressor().fit(X_train, y_train)
print(forest.score(X_test, y_test))
