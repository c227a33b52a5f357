import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

scans = pd.read_csv("scans.csv")
print(scans.groupby("Patient ID").size().describe())
X, y = scans[["size", "density"]], scans["malignant"]
for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(  # expect: group-leak
    X, y
):
    model = LogisticRegression().fit(X.iloc[train], y.iloc[train])
    print(model.score(X.iloc[test], y.iloc[test]))
