import numpy as np
import pandas as pd
from sklearn.svm import SVC
from sklearn.utils import shuffle

table = pd.read_csv("plants.csv")
X = table.drop(columns=["kind"]).to_numpy()
y = table["kind"].to_numpy()
np.random.seed(3)
np.random.shuffle(X)
np.random.seed(3)
np.random.shuffle(y)
X = shuffle(X, random_state=5)
y = shuffle(y, random_state=5)
machine = SVC().fit(X[:300], y[:300])
print(machine.score(X[300:], y[300:]))
