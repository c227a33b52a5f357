import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.model_selection import train_test_split


def folds(features, labels):
    for train, test in KFold(5, shuffle=True, random_state=0).split(features):
        yield features[train], features[test], labels[train], labels[test]


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]).to_numpy(), df["ill"].to_numpy()
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect: preprocessing-outside-cv
for X_train, X_test, y_train, y_test in folds(X, y):
    X_train = selector.fit_transform(X_train, y_train)  # clean
    X_test = selector.transform(X_test)  # clean
    model = LogisticRegression().fit(X_train, y_train)
    print(model.score(X_test, y_test))
