import pandas as pd

df = pd.read_csv("text.csv", dtype=str, keep_default_na=False)
nan = "nan"
print(df[df["name"] == "nan"], df[df["name"] != nan])
nans = df["name"].isin(["NaN"])
