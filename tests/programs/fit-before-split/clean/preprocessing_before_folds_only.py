import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_score
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("diabetes.csv")
X = StandardScaler().fit_transform(df.drop(columns="Outcome"))
y = df["Outcome"].values
print(cross_val_score(LogisticRegression(), X, y, cv=5).mean())
scores = []
for train, test in KFold(n_splits=5).split(X):
    model = LogisticRegression().fit(X[train], y[train])
    scores.append(model.score(X[test], y[test]))
print(sum(scores) / len(scores))
