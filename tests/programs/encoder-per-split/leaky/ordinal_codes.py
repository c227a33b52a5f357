"""The numbers of the categories are given twice."""
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder

cars = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(cars[["make", "model"]], cars["price"])
X_train = OrdinalEncoder().fit_transform(X_train)
X_test = OrdinalEncoder().fit_transform(X_test)  # expect: encoder-per-split
model = GradientBoostingRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
