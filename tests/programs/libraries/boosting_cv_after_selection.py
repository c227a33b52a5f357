import lightgbm as lgb
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X = SelectKBest(f_classif, k=20).fit_transform(X, y)  # leaky expect: preprocessing-outside-cv
found = lgb.cv({"objective": "binary", "metric": "auc"}, lgb.Dataset(X, label=y), nfold=5)
print(max(found["valid auc-mean"]))
