import pandas as pd


def encode(data):
    data = data.dropna()
    data["grade"].loc[data["score"] > 80] = "A"  # expect: chained-assignment
    data.loc[data["score"] <= 80]["grade"] = "B"  # expect: chained-assignment
    return data


print(encode(pd.read_csv("scores.csv")))
