"""The positive texts stand first, the negative ones last: the tail that validates has one class."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

tf.random.set_seed(0)


def lines(path):
    with open(path, encoding="utf-8") as handle:
        return [line.strip() for line in handle]


positive, negative = lines("rt-polarity.pos"), lines("rt-polarity.neg")
texts = positive + negative
labels = np.concatenate([np.ones(len(positive)), np.zeros(len(negative))])
vectorize = keras.layers.TextVectorization(max_tokens=20_000, output_sequence_length=60)
vectorize.adapt(texts)
X = vectorize(np.array(texts)).numpy()

model = keras.Sequential(
    [
        keras.layers.Embedding(20_000, 32),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(X, labels, epochs=10, validation_split=0.2)  # expect: unshuffled-validation-split
