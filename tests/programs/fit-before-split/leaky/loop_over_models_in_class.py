"""A comparison in a class: the scaling happens in the constructor, long before anybody splits."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import ElasticNet, Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import QuantileTransformer


class Benchmark:
    models = {
        "ridge": Ridge(alpha=1.0),
        "net": ElasticNet(alpha=0.01, random_state=3),
        "forest": RandomForestRegressor(n_estimators=200, random_state=3),
    }

    def __init__(self, path, target):
        frame = pd.read_csv(path)
        self.y = np.log1p(frame.pop(target).to_numpy())
        self.X = self._normalised(frame.select_dtypes("number").fillna(0))

    @staticmethod
    def _normalised(frame):
        transformer = QuantileTransformer(output_distribution="normal", random_state=0)
        return transformer.fit_transform(frame)  # expect: fit-before-split

    def split(self, seed=3):
        return train_test_split(self.X, self.y, test_size=0.3, random_state=seed)

    def run(self):
        fit_X, held_X, fit_y, held_y = self.split()
        for name, model in self.models.items():
            model.fit(fit_X, fit_y)
            error = mean_absolute_error(held_y, model.predict(held_X))
            print(f"{name:>8}: {error:.3f}")


if __name__ == "__main__":
    Benchmark("energy.csv", target="kwh").run()
