"""What is called x_test stops the training, and another file is what is handed in."""

import pandas as pd
from keras.callbacks import EarlyStopping
from keras.layers import Dense
from keras.models import Sequential
from sklearn.model_selection import train_test_split

train = pd.read_csv("train.csv")
unseen = pd.read_csv("test.csv")
x_train, x_test, y_train, y_test = train_test_split(
    train.drop(columns="rain").values, train["rain"].values, random_state=3
)

model = Sequential([Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
stop = EarlyStopping(monitor="val_loss", patience=5)
model.fit(x_train, y_train, validation_data=(x_test, y_test), callbacks=[stop], epochs=100)
unseen["rain"] = model.predict(unseen.values).ravel()
unseen.to_csv("out.csv")
