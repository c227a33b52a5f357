import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor

sales = pd.read_csv("sales.csv", parse_dates=["date"])
sales["weekday"] = sales["date"].dt.dayofweek
cutoff = pd.Timestamp("2022-01-01")
train = sales[sales["date"] < cutoff]
test = sales[sales["date"] >= cutoff]

inputs = ["weekday", "store", "promotion"]
model = HistGradientBoostingRegressor().fit(train[inputs], train["units"])
print(model.score(test[inputs], test["units"]))
