import numpy as np
from tensorflow import keras

base = keras.applications.MobileNet(include_top=False, pooling="avg")
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(2, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
x, y = np.load("x.npy"), np.load("y.npy")
model.fit(x, y)
base.trainable = True
model.compile(keras.optimizers.Adam(1e-5), "sparse_categorical_crossentropy")
model.fit(x, y)
