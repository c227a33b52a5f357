import pandas as pd
from sklearn.ensemble import RandomForestRegressor

df = pd.read_csv("sales.csv", parse_dates=["date"]).sort_values("date")
df["lag"] = df["units"].shift(7)
df = df.dropna()
train, test = df[df["date"] < "2022-06-01"], df[df["date"] >= "2022-06-01"]
model = RandomForestRegressor(random_state=0).fit(train[["lag"]], train["units"])
print(model.score(test[["lag"]], test["units"]))
