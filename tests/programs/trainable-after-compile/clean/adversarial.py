import numpy as np
from keras.layers import Dense, Input
from keras.models import Model, Sequential

discriminator = Sequential([Dense(64, activation="relu"), Dense(1, activation="sigmoid")])
discriminator.compile(loss="binary_crossentropy", optimizer="adam")
generator = Sequential([Dense(64, activation="relu"), Dense(784)])
noise = Input(shape=(100,))
discriminator.trainable = False
combined = Model(noise, discriminator(generator(noise)))
combined.compile(loss="binary_crossentropy", optimizer="adam")
real = np.load("mnist.npy")
for step in range(1000):
    z = np.random.normal(size=(32, 100))
    discriminator.train_on_batch(real[:32], np.ones((32, 1)))
    discriminator.train_on_batch(generator.predict(z), np.zeros((32, 1)))
    combined.train_on_batch(z, np.ones((32, 1)))
