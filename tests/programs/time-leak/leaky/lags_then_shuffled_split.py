"""Lags of the load are the features, and the rows are dealt out at random."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def with_lags(load, hours=(1, 2, 24, 168)):
    frame = load.to_frame("load")
    for hour in hours:
        frame[f"lag_{hour}"] = frame["load"].shift(hour)
    frame["mean_day"] = frame["load"].shift(1).rolling(24).mean()
    frame["hour"] = frame.index.hour
    return frame.dropna()


series = pd.read_csv("load.csv", parse_dates=["time"], index_col="time")["mw"]
frame = with_lags(series.asfreq("h"))
X, y = frame.drop(columns="load"), frame["load"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)  # expect: time-leak
forest = RandomForestRegressor(n_estimators=200, n_jobs=-1, random_state=0).fit(X_train, y_train)
print("MAE", mean_absolute_error(y_test, forest.predict(X_test)))
