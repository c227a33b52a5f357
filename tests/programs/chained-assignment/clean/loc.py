import pandas as pd

flats = pd.read_csv("flats.csv")
flats.loc[flats["rent"] > 5000, "rent"] = 5000
flats.iloc[0, 2] = 1
flats.at[3, "rent"] = 700
flats["rooms"] = flats["rooms"].clip(upper=10)
print(flats)
