import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score


class Features:
    def __init__(self, path, horizon=3):
        self.frame = pd.read_csv(path, parse_dates=["timestamp"])
        self.horizon = horizon

    def build(self):
        df = self.frame
        df["momentum"] = df["price"].pct_change(-1)  # expect: lookahead-feature
        df["lag"] = df["price"].shift(self.horizon)
        return df.dropna()


table = Features("ticks.csv").build()
X, y = table[["momentum", "lag"]], table["up"]
model = LogisticRegression().fit(X[:5000], y[:5000])
print(roc_auc_score(y[5000:], model.predict_proba(X[5000:])[:, 1]))
