import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import MinMaxScaler

series = pd.read_csv("load.csv")
cut = int(0.8 * len(series))
train, test = series.iloc[:cut], series.iloc[cut:]
features, target = ["temperature", "hour"], ["load"]
x_scaler, y_scaler = MinMaxScaler(), MinMaxScaler()
X_train, y_train = x_scaler.fit_transform(train[features]), y_scaler.fit_transform(train[target])
X_test, y_test = x_scaler.transform(test[features]), test[target]
model = MLPRegressor().fit(X_train, y_train.ravel())
predicted = y_scaler.inverse_transform(model.predict(X_test).reshape(-1, 1))
print(mean_absolute_error(y_test, predicted), np.abs(predicted).max())
