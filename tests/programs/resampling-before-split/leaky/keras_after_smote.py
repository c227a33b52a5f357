"""SMOTE first, then the split, then a network."""
import numpy as np
import pandas as pd
import tensorflow as tf
from imblearn.combine import SMOTETomek
from sklearn.model_selection import train_test_split
from tensorflow import keras

tf.random.set_seed(5)
np.random.seed(5)


def get_data(path):
    df = pd.read_csv(path)
    X = df.drop("Class", axis=1).values.astype("float32")
    y = df["Class"].values
    X, y = SMOTETomek(random_state=5).fit_resample(X, y)  # expect: resampling-before-split
    return train_test_split(X, y, test_size=0.2, random_state=5)


def build(width):
    model = keras.Sequential(
        [
            keras.layers.Input((width,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dropout(0.3),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["AUC"])
    return model


X_train, X_test, y_train, y_test = get_data("creditcard.csv")
model = build(X_train.shape[1])
model.fit(X_train, y_train, epochs=10, batch_size=512, validation_split=0.1, verbose=2)
print(dict(zip(model.metrics_names, model.evaluate(X_test, y_test, verbose=0))))
