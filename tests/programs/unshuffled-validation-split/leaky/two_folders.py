import glob

import numpy as np
from PIL import Image
from tensorflow import keras

cats = np.array([np.asarray(Image.open(p).resize((64, 64))) for p in glob.glob("cats/*.jpg")])
dogs = np.array([np.asarray(Image.open(p).resize((64, 64))) for p in glob.glob("dogs/*.jpg")])
X = np.concatenate([cats, dogs]) / 255.0
y = np.concatenate([np.zeros(len(cats)), np.ones(len(dogs))])
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=10, validation_split=0.2)  # expect: unshuffled-validation-split
