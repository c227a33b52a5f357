import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold

df = pd.read_csv("houses.csv")
X = df.drop(columns=["price"]).to_numpy()
y = df["price"].to_numpy()

predictions = np.zeros(len(y))
for train_index, test_index in KFold(n_splits=5, shuffle=True, random_state=0).split(X):
    model = Ridge()
    model.fit(X[train_index], y[train_index])
    predictions[test_index] = model.predict(X[test_index])

print(mean_squared_error(y, predictions))

df["oof"] = 0.0
for train_index, test_index in KFold(n_splits=5).split(df):
    model = Ridge()
    model.fit(df.iloc[train_index][["area"]], df.iloc[train_index]["price"])
    df.loc[test_index, "oof"] = model.predict(df.iloc[test_index][["area"]])
print(mean_squared_error(df["price"], df["oof"]))
