import pandas as pd
from sklearn.tree import DecisionTreeRegressor

houses = pd.read_csv("houses.csv")
target = houses["price"].values
houses = houses.drop(columns=["price"])
houses = houses.sort_values("area")  # expect: misaligned-labels
tree = DecisionTreeRegressor().fit(houses[:500], target[:500])
print(tree.score(houses[500:], target[500:]))
