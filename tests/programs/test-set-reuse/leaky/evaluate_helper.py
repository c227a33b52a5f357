"""A helper fits and scores; the caller keeps what did best."""
import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor


def evaluate(model, train, test, target="mpg"):
    model.fit(train.drop(columns=[target]), train[target])
    predicted = model.predict(test.drop(columns=[target]))
    return mean_squared_error(test[target], predicted)  # expect: test-set-reuse


cars = pd.read_csv("auto-mpg.csv")
train, test = train_test_split(cars, test_size=0.25, random_state=5)

ridge_mse = evaluate(Ridge(), train, test)
lasso_mse = evaluate(Lasso(), train, test)
tree_mse = evaluate(DecisionTreeRegressor(max_depth=5), train, test)
print("lowest error:", min(ridge_mse, lasso_mse, tree_mse))
