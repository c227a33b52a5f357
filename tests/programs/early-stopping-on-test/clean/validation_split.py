"""Keras takes the validation rows from the training rows."""
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras

data = pd.read_csv("signals.csv")
x_train, x_test, y_train, y_test = train_test_split(data.drop(columns=["label"]), data["label"])
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=3)
model.fit(x_train, y_train, epochs=50, validation_split=0.2, callbacks=[stop])
print(model.evaluate(x_test, y_test))
