"""Predictions by models that have not seen the row."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import cross_val_predict, train_test_split

df = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["price"]), df["price"])
forest, ridge = RandomForestRegressor(random_state=0), Ridge()
level_one = np.column_stack([cross_val_predict(m, X_train, y_train) for m in (forest, ridge)])
stack = LinearRegression().fit(level_one, y_train)
forest.fit(X_train, y_train)
ridge.fit(X_train, y_train)
print(stack.score(np.column_stack([forest.predict(X_test), ridge.predict(X_test)]), y_test))
