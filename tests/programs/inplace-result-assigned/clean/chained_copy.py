import pandas as pd

df = pd.read_csv("a.csv").dropna()
copy = df.copy()
copy.sort_values("b", inplace=True)
copy = copy.reset_index(drop=True)
print(copy, df.query("b > 2"))
