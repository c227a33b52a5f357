from numpy import nan
import pandas as pd

ages = pd.read_csv("ages.csv")["age"].tolist()
filled = []
for age in ages:
    if age == nan:  # expect: nan-comparison
        age = 0
    filled.append(age)
print(sum(filled))
