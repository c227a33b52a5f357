"""The third block was copied from the second."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["price"]), df["price"])

ridge = Ridge().fit(X_train, y_train)
ridge_pred = ridge.predict(X_test)
print("ridge", mean_absolute_error(y_test, ridge_pred))

lasso = Lasso().fit(X_train, y_train)
lasso_pred = lasso.predict(X_test)
print("lasso", mean_absolute_error(y_test, lasso_pred))

forest = RandomForestRegressor().fit(X_train, y_train)
forest_pred = forest.predict(X_test)
print("forest", mean_absolute_error(y_test, lasso_pred))  # expect: stale-predictions
