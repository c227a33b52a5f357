import pandas as pd
import tensorflow as tf
from sklearn.feature_selection import SelectKBest, f_classif

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]).to_numpy(), df["ill"].to_numpy()
X = SelectKBest(f_classif, k=20).fit_transform(X, y)  # leaky expect
X = X.astype("float32")  # clean
data = tf.data.Dataset.from_tensor_slices((X, y))
train = data.take(800).shuffle(800).batch(32).prefetch(tf.data.AUTOTUNE)
test = data.skip(800).batch(32)
model = tf.keras.Sequential([tf.keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10)
print(model.evaluate(test))
