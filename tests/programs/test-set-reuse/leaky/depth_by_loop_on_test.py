"""The depth is taken where the error on the test rows is lowest."""
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor


def rmse(model, X, y):
    return np.sqrt(mean_squared_error(y, model.predict(X)))  # expect: test-set-reuse


diamonds = pd.read_csv("diamonds.csv")
diamonds = pd.get_dummies(diamonds, dtype=int)
y = np.log(diamonds.pop("price"))
X_train, X_test, y_train, y_test = train_test_split(diamonds, y, test_size=0.3, random_state=2)

errors = []
for depth in range(2, 20):
    tree = DecisionTreeRegressor(max_depth=depth, random_state=2).fit(X_train, y_train)
    errors.append(rmse(tree, X_test, y_test))
best_depth = 2 + int(np.argmin(errors))
print(f"depth {best_depth} has a test error of {min(errors):.4f}")
