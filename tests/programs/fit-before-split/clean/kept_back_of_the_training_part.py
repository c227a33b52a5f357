"""The scaler learns from the training part; the network keeps some of it back, a test set judges."""

import pandas as pd
from keras.layers import Dense, Input
from keras.models import Sequential
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

taxis = pd.read_csv("taxis.csv")
fares = taxis.pop("fare")
a, b, fares_a, fares_b = train_test_split(taxis, fares, random_state=3)
scaler = StandardScaler().fit(a)

net = Sequential([Input((taxis.shape[1],)), Dense(30, activation="relu"), Dense(1)])
net.compile(loss="mse")
net.fit(scaler.transform(a), fares_a, epochs=40, validation_split=0.2)
print(net.evaluate(scaler.transform(b), fares_b))
