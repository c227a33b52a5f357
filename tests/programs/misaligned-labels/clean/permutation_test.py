import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

table = pd.read_csv("study.csv")
X, y = table[["a", "b"]], table["ill"]
model = LogisticRegression().fit(X[:200], y[:200])
found = model.score(X[200:], y[200:])
by_chance = []
for _ in range(100):
    y_permuted = np.random.permutation(y)
    other = LogisticRegression().fit(X[:200], y_permuted[:200])
    by_chance.append(other.score(X[200:], y_permuted[200:]))
print(found, np.mean(by_chance))
