import pandas as pd

df = pd.read_csv("titanic.csv")
df.Sex[df.Sex == "male"] = 0  # expect: chained-assignment
df.Sex[df.Sex == "female"] = 1  # expect: chained-assignment
df[df.Age.isnull()].Age = df.Age.median()  # expect: chained-assignment
print(df)
