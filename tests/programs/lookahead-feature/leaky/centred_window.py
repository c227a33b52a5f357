import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor


def load(path):
    load_curve = pd.read_csv(path, parse_dates=["timestamp"], index_col="timestamp")
    load_curve["smooth"] = (
        load_curve["temperature"].rolling(24, center=True).mean()  # expect: lookahead-feature
    )
    return load_curve.dropna()


def main():
    data = load("load.csv")
    train, test = data[:5000], data[5000:]
    X = train[["temperature", "smooth"]]
    model = GradientBoostingRegressor().fit(X, train["load"])
    print(model.score(test[["temperature", "smooth"]], test["load"]))


main()
