import pickle

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("heart.csv")
scaler = StandardScaler()
model = LogisticRegression()
model.fit(scaler.fit_transform(df[["age", "chol"]]), df["target"])
for name, part in {"scaler": scaler, "model": model}.items():
    with open(f"{name}.pkl", "wb") as stream:
        pickle.dump(part, stream)
