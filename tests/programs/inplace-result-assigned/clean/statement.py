import pandas as pd

wine = pd.read_csv("wine.csv")
wine.dropna(inplace=True)
wine = wine.rename(columns=str.strip)
wine = wine.drop(columns=["id"], inplace=False)
print(wine)
