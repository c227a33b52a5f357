import pandas as pd

COLUMNS = ["age", "tenure"]


def load(path):
    return pd.read_csv(path)
