import numpy as np
from tensorflow import keras

positive, negative = np.load("positive.npy"), np.load("negative.npy")
X = np.vstack([positive, negative])
y = np.concatenate([np.ones(len(positive)), np.zeros(len(negative))])
data = np.column_stack([X, y])
np.random.shuffle(data)
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(data[:, :-1], data[:, -1], validation_split=0.2)
