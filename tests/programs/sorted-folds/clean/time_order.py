"""Rows in the order of time, split by time."""
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit, cross_val_score

load = pd.read_csv("load.csv").sort_values("hour")
features = load[["temperature", "wind"]]
print(cross_val_score(Ridge(), features, load["load"], cv=TimeSeriesSplit(5)).mean())
