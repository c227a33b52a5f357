import pickle

import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import RobustScaler


class Model:
    def __init__(self):
        self.scaler = RobustScaler()
        self.regression = LinearRegression()

    def fit(self, X, y):
        self.regression.fit(self.scaler.fit_transform(X), y)
        return self


df = pd.read_csv("rent.csv")
with open("rent.pkl", "wb") as stream:
    pickle.dump(Model().fit(df[["area"]], df["rent"]), stream)
