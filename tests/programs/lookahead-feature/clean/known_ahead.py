import pandas as pd
from sklearn.ensemble import RandomForestRegressor

sales = pd.read_csv("sales.csv", parse_dates=["date"]).sort_values("date")
sales["holiday_tomorrow"] = sales["holiday"].shift(-1, fill_value=0)
sales["promo_next"] = sales["promo"].shift(-1, fill_value=0)
X, y = sales[["holiday_tomorrow", "promo_next", "price"]], sales["units"]
model = RandomForestRegressor(random_state=0).fit(X[:900], y[:900])
print(model.score(X[900:], y[900:]))
