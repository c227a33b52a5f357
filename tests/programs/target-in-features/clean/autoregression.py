import pandas as pd
from sklearn.linear_model import LinearRegression

df = pd.read_csv("stock.csv")
df["next"] = df["close"].shift(-1)
df = df.dropna()
y = df["next"]
X = df[["close", "volume"]]
model = LinearRegression().fit(X[:700], y[:700])
print(model.score(X[700:], y[700:]))

change = df["close"].shift(-5) - df["close"]
model = LinearRegression().fit(X[:700], change[:700])
print(model.score(X[700:-5], change[700:-5]))
