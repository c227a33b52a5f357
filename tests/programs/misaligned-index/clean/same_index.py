import pandas as pd

people = pd.read_csv("people.csv").dropna()
codes = pd.get_dummies(people["city"])
table = pd.concat([people.drop(columns=["city"]), codes], axis=1)
people["age"] = people["age"].rank()
print(table.shape)
