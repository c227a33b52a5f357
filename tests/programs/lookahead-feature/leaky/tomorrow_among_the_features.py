"""A negative shift makes the label, and another one slips into the features."""
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score


def make_features(prices):
    frame = prices.sort_values("date").set_index("date")
    frame["return"] = frame["close"].pct_change()
    frame["range"] = (frame["high"] - frame["low"]) / frame["close"]
    frame["open_gap"] = frame["open"].shift(-1) / frame["close"] - 1  # expect: lookahead-feature
    frame["momentum"] = frame["close"] / frame["close"].shift(10) - 1
    frame["up"] = (frame["close"].shift(-1) > frame["close"]).astype(int)
    return frame.dropna()


frame = make_features(pd.read_csv("spy.csv", parse_dates=["date"]))
columns = ["return", "range", "open_gap", "momentum"]
cut = int(len(frame) * 0.8)
train, test = frame.iloc[:cut], frame.iloc[cut:]
model = GradientBoostingClassifier(random_state=0).fit(train[columns], train["up"])
print(accuracy_score(test["up"], model.predict(test[columns])))
