import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras import layers

df = pd.read_csv("houses.csv")
X, y = df.drop(columns=["price"]).to_numpy(), df["price"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
normalize = layers.Normalization(axis=-1)
normalize.adapt(X)  # leaky expect: fit-before-split
normalize.adapt(X_train)  # clean
model = keras.Sequential([normalize, layers.Dense(64, activation="relu"), layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(X_train, y_train, epochs=20)
print(model.evaluate(X_test, y_test))
