import numpy as np
import tensorflow as tf
from tensorflow import keras

base = keras.applications.MobileNet(include_top=False, pooling="avg")
model = keras.Sequential([base, keras.layers.Dense(2)])
model.compile("adam", "mse")
base.trainable = False
optimizer = keras.optimizers.Adam()
for x, y in zip(np.load("x.npy"), np.load("y.npy")):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x) - y) ** 2)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
