import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

motion = pd.read_csv("motion.csv")
values = motion[["x", "y", "z"]].to_numpy()
labels = motion["activity"].to_numpy()
windows = np.array([values[i : i + 128].ravel() for i in range(0, len(values) - 128, 64)])
targets = np.array([labels[i + 127] for i in range(0, len(values) - 128, 64)])
X_train, X_test, y_train, y_test = train_test_split(  # expect: overlapping-windows-split
    windows, targets, random_state=0
)
print(LogisticRegression(max_iter=500).fit(X_train, y_train).score(X_test, y_test))
