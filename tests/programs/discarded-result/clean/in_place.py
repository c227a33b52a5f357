import pandas as pd

houses = pd.read_csv("houses.csv")
houses.drop(columns=["id"], inplace=True)
houses.fillna({"garage": 0}, inplace=True)
houses.rename(columns=str.lower, inplace=True)
print(houses.describe())
