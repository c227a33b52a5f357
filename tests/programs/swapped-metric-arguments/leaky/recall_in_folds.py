"""Swapped in every fold."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import StratifiedKFold

df = pd.read_csv("screening.csv")
X, y = df.drop(columns=["positive"]).to_numpy(), df["positive"].to_numpy()
recalls = []
for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y):
    model = LogisticRegression().fit(X[train], y[train])
    predicted = model.predict(X[test])
    recalls.append(recall_score(predicted, y[test]))  # expect: swapped-metric-arguments
print(np.mean(recalls))
