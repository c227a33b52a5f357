"""The network is judged by its `validation_data` only, and the scaler has seen those rows."""

import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

bridges = pd.read_csv("bridges.csv")
load = bridges.pop("load").values
X = StandardScaler().fit_transform(bridges)  # expect: fit-before-split
X_train, X_test, load_train, load_test = train_test_split(X, load, test_size=0.2)

model = Sequential()
model.add(Dense(32, input_dim=X.shape[1], activation="relu"))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam", metrics=["mae"])
history = model.fit(
    X_train, load_train, validation_data=(X_test, load_test), epochs=80, batch_size=16
)
print(history.history["val_mae"][-1])
