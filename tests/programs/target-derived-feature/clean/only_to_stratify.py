import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

housing = pd.read_csv("housing.csv")
housing["price_band"] = pd.cut(housing["price"], bins=[0, 100, 200, 400, 1000])
train, test = train_test_split(housing, stratify=housing["price_band"], random_state=42)
columns = ["income", "rooms"]
model = LinearRegression().fit(train[columns], train["price"])
print(model.score(test[columns], test["price"]))
