import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense
from keras.models import Sequential
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler

LOOK_BACK = 60

data = pd.read_csv("AAPL.csv")[["Close"]].values
n = int(len(data) * 0.8)
train, test = data[:n], data[n - LOOK_BACK :]
scaler = MinMaxScaler().fit(train)
train, test = scaler.transform(train), scaler.transform(test)


def windows(series):
    x, y = [], []
    for i in range(LOOK_BACK, len(series)):
        x.append(series[i - LOOK_BACK : i])
        y.append(series[i])
    return np.array(x), np.array(y)


x_train, y_train = windows(train)
x_test, y_test = windows(test)
model = Sequential([LSTM(10), Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train)
print(mean_squared_error(y_test, model.predict(x_test)))
