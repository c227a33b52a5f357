import pandas as pd

names = pd.read_csv("names.csv")
names["length"] = 0
for i in range(len(names)):
    names["length"][i] = len(names["name"][i])  # expect: chained-assignment
print(names.describe())
