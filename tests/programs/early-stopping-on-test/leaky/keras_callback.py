"""The epoch is chosen on the test set."""
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras.callbacks import EarlyStopping

data = pd.read_csv("signals.csv")
x_train, x_test, y_train, y_test = train_test_split(
    data.drop(columns=["label"]), data["label"], random_state=0
)
model = keras.Sequential(
    [keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
stop = EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
model.fit(  # expect: early-stopping-on-test
    x_train, y_train, epochs=200, validation_data=(x_test, y_test), callbacks=[stop]
)
print("test accuracy", model.evaluate(x_test, y_test)[1])
