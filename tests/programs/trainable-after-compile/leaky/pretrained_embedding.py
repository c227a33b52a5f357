import numpy as np
from keras.layers import Dense, Embedding, Flatten
from keras.models import Sequential

matrix = np.load("glove.npy")
model = Sequential()
model.add(Embedding(10000, 100, input_length=50))
model.add(Flatten())
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["acc"])
model.layers[0].set_weights([matrix])
model.layers[0].trainable = False  # expect: trainable-after-compile
history = model.fit(np.load("x.npy"), np.load("y.npy"), epochs=10, batch_size=32)
