"""Each its own."""
import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["price"]), df["price"])
ridge = Ridge().fit(X_train, y_train)
pred = ridge.predict(X_test)
print(r2_score(y_test, pred))
lasso = Lasso().fit(X_train, y_train)
pred = lasso.predict(X_test)
print(r2_score(y_test, pred))
