from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
train = pd.read_csv(HERE / "data" / "train.csv")
test = pd.read_csv("data/test.csv")
print(train.shape, test.shape)
