import pandas as pd

flats = pd.read_csv("flats.csv")
limit = flats["rent"].quantile(0.99)
flats["rent"][flats["rent"] > limit] = limit  # expect: chained-assignment
print(flats["rent"].max())
