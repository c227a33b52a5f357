import pandas as pd
from sklearn.preprocessing import OneHotEncoder

people = pd.read_csv("people.csv").dropna().reset_index(drop=True)
codes = pd.DataFrame(OneHotEncoder(sparse_output=False).fit_transform(people[["city"]]))
table = pd.concat([people.drop(columns=["city"]), codes], axis=1)
print(table.shape)
