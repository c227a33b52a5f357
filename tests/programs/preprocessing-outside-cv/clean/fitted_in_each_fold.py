"""The scaler and the selector are fitted on the training rows of each round."""
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

frame = pd.read_csv("patients.csv")
X, y = frame.drop(columns=["ill"]).to_numpy(), frame["ill"].to_numpy()

scores = []
for train, test in StratifiedKFold(10, shuffle=True, random_state=1).split(X, y):
    scaler = StandardScaler().fit(X[train])
    selector = SelectKBest(k=8).fit(scaler.transform(X[train]), y[train])
    model = LogisticRegression()
    model.fit(selector.transform(scaler.transform(X[train])), y[train])
    scores.append(model.score(selector.transform(scaler.transform(X[test])), y[test]))
print(np.mean(scores))
