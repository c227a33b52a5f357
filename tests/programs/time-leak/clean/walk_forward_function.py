"""The same lags, but every test window lies after its training window."""
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import TimeSeriesSplit


def with_lags(load, hours=(1, 2, 24)):
    frame = pd.DataFrame({f"lag_{hour}": load.shift(hour) for hour in hours})
    frame["load"] = load
    return frame.dropna()


def walk_forward(frame, folds=8):
    X, y = frame.drop(columns="load"), frame["load"]
    for train, test in TimeSeriesSplit(folds, gap=24).split(X):
        model = Ridge().fit(X.iloc[train], y.iloc[train])
        yield mean_absolute_error(y.iloc[test], model.predict(X.iloc[test]))


series = pd.read_csv("load.csv", parse_dates=["time"], index_col="time")["mw"].asfreq("h")
errors = list(walk_forward(with_lags(series)))
print(np.mean(errors), np.max(errors))
