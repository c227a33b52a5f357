import pandas as pd
from sklearn.linear_model import LinearRegression

sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
sales["yesterday"] = sales["units"].shift(1)
sales["last_week"] = sales["units"].shift(7)
sales = sales.dropna()
X, y = sales[["yesterday", "last_week", "price"]], sales["units"]
model = LinearRegression().fit(X[:900], y[:900])
print(model.score(X[900:], y[900:]))
