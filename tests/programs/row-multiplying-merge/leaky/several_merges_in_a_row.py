import pandas as pd
from sklearn.linear_model import Ridge

sales = pd.read_csv("sales.csv")
stores = pd.read_csv("stores.csv")
weather = pd.read_csv("weather.csv")
oil = pd.read_csv("oil.csv")

sales = sales.merge(stores, on="store")  # expect: row-multiplying-merge
sales = sales.merge(weather, on="city")
sales = sales.merge(oil, on="date")

train, test = sales[sales["date"] < "2024-01-01"], sales[sales["date"] >= "2024-01-01"]
columns = ["area", "rain", "price"]
model = Ridge().fit(train[columns], train["units"])
print(model.score(test[columns], test["units"]))
