import pandas as pd
from tensorflow import keras

df = pd.read_csv("churn.csv")
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(df[["age", "tenure"]].values, df["churned"].values, validation_split=0.2)
