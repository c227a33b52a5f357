import json

import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("houses.csv")
scaler = StandardScaler()
model = Ridge().fit(scaler.fit_transform(df[["area"]]), df["price"])
joblib.dump(model, "model.joblib")
with open("scaling.json", "w") as stream:
    json.dump({"mean": scaler.mean_.tolist(), "scale": scaler.scale_.tolist()}, stream)
