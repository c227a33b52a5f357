import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

eeg = pd.read_csv("eeg.csv")
values, labels = eeg["c3"].to_numpy(), eeg["stage"].to_numpy()
X = np.array([values[i : i + 256] for i in range(0, len(values) - 256, 256)])
y = np.array([labels[i] for i in range(0, len(values) - 256, 256)])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
