import numpy as np
import pandas as pd

df = pd.read_csv("survey.csv")
missing = df[df["salary"] == np.nan]  # expect: nan-comparison
known = df[df.salary != np.nan]  # expect: nan-comparison
print(len(missing), len(known))
