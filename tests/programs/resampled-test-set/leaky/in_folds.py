"""In every fold."""
import numpy as np
import pandas as pd
from imblearn.over_sampling import ADASYN
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import SVC

df = pd.read_csv("cells.csv")
X, y = df.drop(columns=["cancer"]).to_numpy(), df["cancer"].to_numpy()
scores = []
for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y):
    X_train, y_train = ADASYN().fit_resample(X[train], y[train])
    X_test, y_test = ADASYN().fit_resample(X[test], y[test])  # expect: resampled-test-set
    scores.append(SVC().fit(X_train, y_train).score(X_test, y_test))
print(np.mean(scores))
