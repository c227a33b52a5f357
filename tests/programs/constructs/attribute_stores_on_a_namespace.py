from types import SimpleNamespace

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
run = SimpleNamespace(X=df.drop(columns=["ill"]), y=df["ill"])
run.selector = SelectKBest(f_classif, k=20)
run.X = run.selector.fit_transform(run.X, run.y)  # leaky expect
run.X_train, run.X_test, run.y_train, run.y_test = train_test_split(run.X, run.y, random_state=0)
run.X_train = run.selector.fit_transform(run.X_train, run.y_train)  # clean
run.X_test = run.selector.transform(run.X_test)  # clean
model = LogisticRegression().fit(run.X_train, run.y_train)
print(model.score(run.X_test, run.y_test))
