import math

import numpy as np
import pandas as pd
import torch

df = pd.read_csv("a.csv")
print(df["a"].isna().sum(), np.isnan(df["b"]).any(), math.isnan(df["b"].mean()))
print(torch.isnan(torch.zeros(3)).any())
df["c"] = np.where(df["a"].notna(), df["a"], np.nan)
