import pandas as pd
from sklearn.preprocessing import StandardScaler

people = pd.read_csv("people.csv").dropna()
scaled = pd.DataFrame(StandardScaler().fit_transform(people[["age"]]))
scaled.index = people.index
table = pd.concat([people, scaled], axis=1)
print(table.shape)
