import numpy as np
from tensorflow import keras

model = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.load("x.npy"), np.load("y.npy"))
model.trainable = False
model.save("frozen.keras")
