import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("mails.csv")
X = df[["length", "links"]].to_numpy()
y = df["spam"].to_numpy()
order = np.random.permutation(len(X))
X, y = X[order], y[order]
model = LogisticRegression().fit(X[:800], y[:800])
print(model.score(X[800:], y[800:]))
