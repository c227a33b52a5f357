"""The checkpoint with the best accuracy on the test images is loaded again and reported."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import callbacks, layers, models

tf.keras.utils.set_random_seed(1)


def data():
    (x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
    x_train = x_train[..., np.newaxis] / 255.0
    x_test = x_test[..., np.newaxis] / 255.0
    return x_train, y_train, x_test, y_test


def network():
    model = models.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    return model


x_train, y_train, x_test, y_test = data()
model = network()
keep = callbacks.ModelCheckpoint("best.keras", monitor="val_accuracy", mode="max", save_best_only=True)
model.fit(x_train, y_train, epochs=15, validation_data=(x_test, y_test), callbacks=[keep])  # expect: early-stopping-on-test
best = tf.keras.models.load_model("best.keras")
print("test accuracy:", best.evaluate(x_test, y_test, verbose=0)[1])
