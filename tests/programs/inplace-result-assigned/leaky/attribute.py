import pandas as pd


class Store:
    def __init__(self, path):
        self.df = pd.read_parquet(path)
        self.df = self.df.reset_index(drop=True, inplace=True)  # expect: inplace-result-assigned
