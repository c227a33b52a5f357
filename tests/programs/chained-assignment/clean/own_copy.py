import pandas as pd

people = pd.read_csv("people.csv")
adults = people[people["age"] > 17].copy()
adults["tax"] = adults["income"] * 0.3
index = people.index[people["age"] > 99]
ages = people["age"].to_numpy(copy=True)
ages[ages > 99] = 99
people["age"] = ages
