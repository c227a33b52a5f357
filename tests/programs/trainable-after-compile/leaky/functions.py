import numpy as np
from tensorflow import keras


def build():
    embedding = keras.layers.Embedding(5000, 64)
    model = keras.Sequential([embedding, keras.layers.LSTM(32), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model


def freeze(model):
    model.layers[0].trainable = False  # expect: trainable-after-compile


def main():
    model = build()
    freeze(model)
    model.fit(np.load("x.npy"), np.load("y.npy"))


if __name__ == "__main__":
    main()
