import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler

X, y = load_diabetes(return_X_y=True)
scaler = StandardScaler()
scores = []
for train, test in KFold(n_splits=10, shuffle=True).split(X):
    X_train = scaler.fit_transform(X[train])
    X_test = scaler.transform(X[test])
    model = Lasso(0.1).fit(X_train, y[train])
    scores.append(model.score(X_test, y[test]))
print(np.mean(scores))
