"""A function that cannot be read parts the rows; only the names of its results tell how."""

import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import StandardScaler

import our_windows

rides = pd.read_csv("rides.csv")
X_fit_train, X_valid, y_fit_train, y_valid = our_windows.part(rides, 24, last_days=30)

scaler = StandardScaler().fit(X_fit_train)
model = GradientBoostingRegressor(random_state=0).fit(scaler.transform(X_fit_train), y_fit_train)
print("error", mean_absolute_error(y_valid, model.predict(scaler.transform(X_valid))))
