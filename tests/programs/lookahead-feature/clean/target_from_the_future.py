import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

btc = pd.read_csv("btc.csv", parse_dates=["date"], index_col="date")
btc["tomorrow"] = btc["close"].shift(-1)
btc["target"] = (btc["tomorrow"] > btc["close"]).astype(int)
btc["week"] = btc["close"].rolling(7).mean()
btc = btc.dropna()

predictors = ["close", "volume", "week"]
train, test = btc.iloc[:-200], btc.iloc[-200:]
model = RandomForestClassifier(random_state=1).fit(train[predictors], train["target"])
print(np.mean(model.predict(test[predictors]) == test["target"]))
