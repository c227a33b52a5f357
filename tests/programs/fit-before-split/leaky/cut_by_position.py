import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVR

prices = pd.read_csv("stock.csv")
values = prices[["Open", "High", "Low", "Volume"]].values
target = prices["Close"].values
scaled = MinMaxScaler(feature_range=(0, 1)).fit_transform(values)  # expect: fit-before-split

train_size = int(len(scaled) * 0.8)
x_train, x_test = scaled[:train_size], scaled[train_size:]
y_train, y_test = target[:train_size], target[train_size:]
svr = SVR(kernel="rbf", C=1e3)
svr.fit(x_train, y_train)
print(np.sqrt(mean_squared_error(y_test, svr.predict(x_test))))
