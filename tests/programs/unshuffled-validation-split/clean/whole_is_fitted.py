from sklearn.datasets import load_wine
from tensorflow import keras

X, y = load_wine(return_X_y=True)
model = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(X, y, epochs=5, validation_split=0.0)
