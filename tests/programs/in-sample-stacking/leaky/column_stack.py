"""Two models' predictions for their own rows."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["price"]), df["price"])
forest = RandomForestRegressor(random_state=0).fit(X_train, y_train)
ridge = Ridge().fit(X_train, y_train)
level_one = np.column_stack([forest.predict(X_train), ridge.predict(X_train)])
stack = LinearRegression().fit(level_one, y_train)  # expect: in-sample-stacking
level_one_test = np.column_stack([forest.predict(X_test), ridge.predict(X_test)])
print(stack.score(level_one_test, y_test))
