from collections import defaultdict

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
steps = defaultdict(list)
steps["select"].append(SelectKBest(f_classif, k=20).fit(X, y))  # leaky expect
steps["select"].append(SelectKBest(f_classif, k=20).fit(X_train, y_train))  # clean
for step in steps["select"]:
    X_train, X_test = step.transform(X_train), step.transform(X_test)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
