"""Stopped by a part of the training rows."""
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
X_rest, X_test, y_rest, y_test = train_test_split(df.drop("price", axis=1), df["price"])
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest)
model = xgb.XGBRegressor(n_estimators=1000, early_stopping_rounds=20)
model.fit(X_train, y_train, eval_set=[(X_val, y_val)], verbose=False)
print(model.score(X_test, y_test))
