import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

scans = pd.read_csv("scans.csv")
print(scans.groupby("patient").size())
X, y = scans[["size", "density"]], scans["malignant"]
for train, test in GroupKFold(5).split(X, y, scans["patient"]):
    model = LogisticRegression().fit(X.iloc[train], y.iloc[train])
    print(model.score(X.iloc[test], y.iloc[test]))
