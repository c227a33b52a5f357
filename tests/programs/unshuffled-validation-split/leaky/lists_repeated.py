import numpy as np
from tensorflow import keras

positive = np.load("positive.npy")
negative = np.load("negative.npy")
features = np.vstack([positive, negative])
labels = np.array([1] * len(positive) + [0] * len(negative))


def build():
    model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    return model


build().fit(features, labels, validation_split=0.1, shuffle=True)  # expect: unshuffled-validation-split
