"""Imputer and scaler stay behind; only the regressor is written to disk."""
import pickle

import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def main():
    houses = pd.read_csv("houses.csv")
    y = houses.pop("price")
    X_train, X_test, y_train, y_test = train_test_split(houses, y, random_state=0)
    imputer, scaler = SimpleImputer(strategy="median"), StandardScaler()
    X_train = scaler.fit_transform(imputer.fit_transform(X_train))
    X_test = scaler.transform(imputer.transform(X_test))
    model = GradientBoostingRegressor(random_state=0).fit(X_train, y_train)
    print(mean_absolute_error(y_test, model.predict(X_test)))
    with open("model.pkl", "wb") as handle:
        pickle.dump(model, handle)  # expect: unsaved-preprocessing


if __name__ == "__main__":
    main()
