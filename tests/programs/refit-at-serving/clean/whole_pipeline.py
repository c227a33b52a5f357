import pickle

import pandas as pd

with open("pipeline.pkl", "rb") as stream:
    pipeline = pickle.load(stream)
rows = pd.read_csv("new.csv")
rows["predicted"] = pipeline.predict(rows)
rows.to_csv("out.csv")
