import pandas as pd

people = pd.read_csv("people.csv")
people["age"] = people["age"].fillna(30, inplace=True)  # expect: inplace-result-assigned
people["city"] = people["city"].replace("NYC", "New York", inplace=True)  # expect: inplace-result-assigned
print(people.head())
