import pandas as pd
from sklearn.ensemble import RandomForestRegressor

df = pd.read_csv("demand.csv", parse_dates=["date"])
df = df.sort_values("date")
df["mean_week"] = df["demand"].rolling(7, min_periods=1).mean()  # expect: lookahead-feature

X = df.drop(columns=["demand", "date"])
y = df["demand"]
model = RandomForestRegressor(random_state=0)
model.fit(X.iloc[:900], y.iloc[:900])
print(model.score(X.iloc[900:], y.iloc[900:]))
