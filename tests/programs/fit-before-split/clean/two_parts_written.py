"""Each part has a file of its own; the scaler learns from the rows of the first."""

import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

known, unseen = train_test_split(pd.read_csv("rents.csv"), random_state=7)
known.to_csv("known.csv", index=False)
unseen.to_csv("unseen.csv", index=False)

known = pd.read_csv("known.csv")
unseen = pd.read_csv("unseen.csv")
scaler = StandardScaler().fit(known.drop(columns="rent"))
model = Ridge().fit(scaler.transform(known.drop(columns="rent")), known["rent"])
print(model.score(scaler.transform(unseen.drop(columns="rent")), unseen["rent"]))
