from functools import reduce

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import Normalizer

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
steps = [Normalizer().fit(X)]
steps.append(SelectKBest(f_classif, k=20).fit(X, y))  # leaky expect
steps.append(SelectKBest(f_classif, k=20).fit(X_train, y_train))  # clean
applied = lambda part: reduce(lambda data, step: step.transform(data), steps, part)
model = LogisticRegression().fit(applied(X_train), y_train)
print(model.score(applied(X_test), y_test))
