import numpy as np
import pandas as pd

people = pd.read_csv("people.csv")
people["draw"] = pd.Series(np.random.rand(len(people)))
table = pd.concat([people, pd.DataFrame(np.eye(len(people)))], axis=1)
print(table.shape)
