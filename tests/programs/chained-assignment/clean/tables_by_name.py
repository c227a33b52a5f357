import pandas as pd

tables = {"train": pd.read_csv("train.csv"), "test": pd.read_csv("test.csv")}
for name in tables:
    tables[name]["source"] = name
tables["train"]["fold"] = 0
frames = [pd.read_csv("a.csv"), pd.read_csv("b.csv")]
frames[0]["kind"] = "a"
