"""All predictions are scored once more in a table."""
import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["price"]), df["price"])
ridge = Ridge().fit(X_train, y_train)
ridge_pred = ridge.predict(X_test)
print(r2_score(y_test, ridge_pred))
lasso = Lasso().fit(X_train, y_train)
lasso_pred = lasso.predict(X_test)
print(r2_score(y_test, lasso_pred))
table = {"ridge": r2_score(y_test, ridge_pred), "lasso": r2_score(y_test, lasso_pred)}
print(table)
