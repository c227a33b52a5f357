"""A second metric of the first model after the second was fitted."""
import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["price"]), df["price"])
ridge = Ridge().fit(X_train, y_train)
lasso = Lasso().fit(X_train, y_train)
ridge_pred, lasso_pred = ridge.predict(X_test), lasso.predict(X_test)
print(r2_score(y_test, ridge_pred), r2_score(y_test, lasso_pred))
print(mean_absolute_error(y_test, ridge_pred), mean_absolute_error(y_test, lasso_pred))
