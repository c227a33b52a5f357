import numpy as np
from tensorflow.keras import Sequential
from tensorflow.keras.applications import VGG16
from tensorflow.keras.layers import Dense, Flatten

conv_base = VGG16(weights="imagenet", include_top=False, input_shape=(150, 150, 3))
model = Sequential([conv_base, Flatten(), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["acc"])
conv_base.trainable = False  # expect: trainable-after-compile
x, y = np.load("x.npy"), np.load("y.npy")
model.fit(x, y, epochs=10, validation_split=0.2)
