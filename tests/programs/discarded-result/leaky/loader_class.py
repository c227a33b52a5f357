import numpy as np
import pandas as pd


class Sales:
    def __init__(self, path):
        self.table = pd.read_csv(path, parse_dates=["day"])
        self.table.sort_values("day")  # expect: discarded-result
        self.table.set_index("day", inplace=True)

    def weekly(self):
        return self.table["units"].resample("W").sum()


sales = Sales("data/sales.csv")
print(np.log1p(sales.weekly()).tail())
