import pandas as pd

values = pd.read_csv("values.csv")["x"]
broken = values[values != values]
print(len(broken), "nan" == "nan")
