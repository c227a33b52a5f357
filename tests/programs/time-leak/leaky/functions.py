import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split


def indicators(prices):
    prices["return"] = prices["close"].pct_change()
    prices["ma"] = prices["return"].rolling(10).mean()
    prices["up"] = (prices["close"].shift(-1) > prices["close"]).astype(int)
    return prices.dropna()


def evaluate(table):
    X = table[["return", "ma"]]
    X_tr, X_te, y_tr, y_te = train_test_split(X, table["up"], random_state=7)  # expect: time-leak
    forest = RandomForestClassifier(random_state=7).fit(X_tr, y_tr)
    return accuracy_score(y_te, forest.predict(X_te))


print(evaluate(indicators(pd.read_csv("msft.csv", parse_dates=["date"]).sort_values("date"))))
