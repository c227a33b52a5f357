import pandas as pd
from sklearn.tree import DecisionTreeRegressor

houses = pd.read_csv("houses.csv")
top = houses.sort_values("price", ascending=False).head(10)
print(top)
mixed = houses.sample(frac=1, random_state=0).reset_index(drop=True)
X, y = mixed.drop(columns=["price"]), mixed["price"]
tree = DecisionTreeRegressor().fit(X[:500], y[:500])
print(tree.score(X[500:], y[500:]))
