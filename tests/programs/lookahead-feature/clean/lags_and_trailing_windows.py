import pandas as pd
from sklearn.linear_model import Ridge

df = pd.read_csv("rides.csv", parse_dates=["hour"]).sort_values("hour")
for lag in range(1, 25):
    df[f"lag_{lag}"] = df["rides"].shift(lag)
df["day_mean"] = df["rides"].shift(1).rolling(24).mean()
df["temperature"] = df["temperature"].ffill()
df = df.dropna()
X, y = df.drop(columns=["rides", "hour"]), df["rides"]
model = Ridge().fit(X[:4000], y[:4000])
print(model.score(X[4000:], y[4000:]))
