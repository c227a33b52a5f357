import pandas as pd

people = pd.read_csv("people.csv")
people["age"] = people["age"].fillna(30, inplace=True)  # expect: inplace-result-assigned
people["city"] = people["city"].replace(  # expect: inplace-result-assigned
    "NYC", "New York", inplace=True
)
print(people.head())
