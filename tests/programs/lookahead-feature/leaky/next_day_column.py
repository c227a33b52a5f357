import pandas as pd
from sklearn.linear_model import LinearRegression

stock = pd.read_csv("AAPL.csv", parse_dates=["Date"])
stock["next_open"] = stock["Open"].shift(-1)  # expect: lookahead-feature
stock["target"] = stock["Close"].shift(-1)
stock = stock.dropna()

train, test = stock[:1000], stock[1000:]
features = ["Open", "High", "next_open"]
model = LinearRegression().fit(train[features], train["target"])
print(model.score(test[features], test["target"]))
