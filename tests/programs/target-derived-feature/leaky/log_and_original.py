import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split


def main():
    df = pd.read_csv("train.csv")
    df["log_price"] = np.log1p(df["SalePrice"])  # expect: target-derived-feature
    features = df.drop(columns=["log_price", "Id"])
    X_train, X_test, y_train, y_test = train_test_split(features, df["log_price"], random_state=0)
    model = GradientBoostingRegressor(random_state=0)
    model.fit(X_train, y_train)
    print(model.score(X_test, y_test))


main()
