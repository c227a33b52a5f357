import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

df = pd.read_csv("titanic.csv")
target = "survived"
features = [c for c in df.columns if c not in [target, "name"]]
print(cross_val_score(LogisticRegression(), df[features], df[target]))

numeric = df.columns.drop(target)
print(cross_val_score(LogisticRegression(), df[numeric], df[target]))

rest = list(set(df.columns) - {target, "ticket"})
print(cross_val_score(LogisticRegression(), df[rest], df[target]))

names = df.columns.tolist()
names.remove("survived")
print(cross_val_score(LogisticRegression(), df[names], df[target]))
