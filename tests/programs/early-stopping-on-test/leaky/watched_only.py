"""Nothing chooses by it yet: an information."""
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras

images, labels = np.load("images.npy"), np.load("labels.npy")
x_train, x_test, y_train, y_test = train_test_split(images, labels, random_state=0)

network = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
network.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, epochs=10, validation_data=(x_test, y_test))  # expect: early-stopping-on-test
loss, accuracy = network.evaluate(x_test, y_test)
print(accuracy)
