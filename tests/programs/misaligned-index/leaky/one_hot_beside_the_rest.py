import pandas as pd
from sklearn.preprocessing import OneHotEncoder

people = pd.read_csv("people.csv").dropna()
encoder = OneHotEncoder(sparse_output=False)
codes = pd.DataFrame(encoder.fit_transform(people[["city"]]))
rest = people.drop(columns=["city"])
table = pd.concat([rest, codes], axis=1)  # expect: misaligned-index
print(table.shape)
