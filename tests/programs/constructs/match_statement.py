import sys

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
seen, labels = X, y  # leaky
seen, labels = X_train, y_train  # clean
match sys.argv[1]:
    case "best":
        step = SelectKBest(f_classif, k=20).fit(seen, labels)  # expect
    case _:
        raise SystemExit("what?")
model = LogisticRegression().fit(step.transform(X_train), y_train)
print(model.score(step.transform(X_test), y_test))
