"""Sampled for the test, dropped by index for the training, both kept on the object."""
import pandas as pd
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder


class Policies:
    def __init__(self, path):
        self.table = pd.read_csv(path, index_col="policy")

    def part(self, share, seed):
        self.test = self.table.sample(frac=share, random_state=seed)
        self.train = self.table.drop(self.test.index)
        return self


class Frequency:
    columns = ["area", "brand", "fuel"]

    def __init__(self, policies):
        self.policies = policies
        self.model = make_pipeline(OneHotEncoder(handle_unknown="ignore"), PoissonRegressor(alpha=1e-3))

    def fit(self):
        train = self.policies.train
        self.model.fit(train[self.columns], train["claims"], poissonregressor__sample_weight=train["exposure"])
        return self

    def report(self):
        for name, part in (("train", self.policies.train), ("test", self.policies.test)):
            print(name, mean_poisson_deviance(part["claims"], self.model.predict(part[self.columns])))


Frequency(Policies("motor.csv").part(0.25, seed=1)).fit().report()
