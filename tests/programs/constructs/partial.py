from functools import partial

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

halves = partial(train_test_split, test_size=0.3, random_state=0)


def choose(k, features, labels):
    return SelectKBest(f_classif, k=k).fit(features, labels)  # expect


choose_20 = partial(choose, 20)
df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = halves(X, y)
selector = choose_20(X, y)  # leaky
selector = choose_20(X_train, labels=y_train)  # clean
model = LogisticRegression().fit(selector.transform(X_train), y_train)
print(model.score(selector.transform(X_test), y_test))
