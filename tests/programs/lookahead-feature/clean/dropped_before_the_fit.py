import pandas as pd
from sklearn.linear_model import LinearRegression

df = pd.read_csv("energy.csv", parse_dates=["time"]).sort_values("time")
df["next"] = df["load"].shift(-1)
df["change"] = df["next"] - df["load"]
df = df.dropna()
y = df.pop("change")
X = df.drop(columns=["next", "time"])
model = LinearRegression().fit(X[:500], y[:500])
print(model.score(X[500:], y[500:]))
