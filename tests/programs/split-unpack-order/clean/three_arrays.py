"""Weights are split along."""
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("prices.csv")
weights = np.sqrt(df["count"])
X_train, X_test, y_train, y_test, w_train, w_test = train_test_split(
    df[["size", "rooms"]], df["price"], weights, random_state=0
)
model = Ridge().fit(X_train, y_train, sample_weight=w_train)
print(model.score(X_test, y_test, sample_weight=w_test))
