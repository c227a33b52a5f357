"""The checkpoint keeps the epoch that does best on the test set; only its curve is shown."""

import matplotlib.pyplot as plt
import pandas as pd
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import Dense, Dropout
from keras.models import Sequential
from sklearn.cross_validation import train_test_split

clouds = pd.read_csv("clouds.csv")
x_train, x_test, y_train, y_test = train_test_split(
    clouds.drop("rain", 1).values, clouds["rain"].values, random_state=3
)

model = Sequential()
model.add(Dense(64, activation="relu", input_dim=x_train.shape[1]))
model.add(Dropout(0.3))
model.add(Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])

best = ModelCheckpoint("clouds.h5", monitor="val_acc", save_best_only=True)
stop = EarlyStopping(monitor="val_acc", patience=5, mode="max")
history = model.fit(  # expect: early-stopping-on-test
    x_train, y_train, nb_epoch=200, validation_data=(x_test, y_test), callbacks=[best, stop]
)
plt.plot(history.history["val_acc"])
