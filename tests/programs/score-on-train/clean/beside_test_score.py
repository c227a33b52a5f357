"""Both scores are printed, to see over-fitting."""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor

bikes = pd.read_csv("bikes.csv")
X_train, X_test, y_train, y_test = train_test_split(
    bikes.drop(columns=["count"]), bikes["count"], random_state=0
)
tree = DecisionTreeRegressor(max_depth=8).fit(X_train, y_train)
print("train", tree.score(X_train, y_train))
print("test", tree.score(X_test, y_test))
