"""The label is tomorrow's direction; the features stop today, although one is filled from both sides."""
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score


def make_features(prices):
    frame = prices.sort_values("date").set_index("date")
    frame["return"] = frame["close"].pct_change()
    frame["volatility"] = frame["return"].rolling(20).std()
    frame["volume"] = frame["volume"].ffill()
    frame["high_20"] = frame["close"] / frame["close"].rolling(20).max()
    frame["tomorrow"] = frame["close"].shift(-1)
    frame["up"] = (frame["tomorrow"] > frame["close"]).astype(int)
    return frame.dropna()


frame = make_features(pd.read_csv("spy.csv", parse_dates=["date"]))
columns = ["return", "volatility", "volume", "high_20"]
train, test = frame.loc[:"2021"], frame.loc["2022":]
model = GradientBoostingClassifier(random_state=0).fit(train[columns], train["up"])
print(accuracy_score(test["up"], model.predict(test[columns])))
print("mean of tomorrow's close:", test["tomorrow"].mean())
