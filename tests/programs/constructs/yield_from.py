import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.model_selection import train_test_split


def numbers(features):
    yield from KFold(5, shuffle=True, random_state=0).split(features)


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
selector = SelectKBest(f_classif, k=20)
chosen = selector.fit_transform(X, y)  # leaky expect: preprocessing-outside-cv
chosen = X.to_numpy()  # clean
for train, test in numbers(X):
    X_train, X_test = chosen[train], chosen[test]
    X_train = selector.fit_transform(X_train, y.iloc[train])  # clean
    X_test = selector.transform(X_test)  # clean
    model = LogisticRegression().fit(X_train, y.iloc[train])
    print(model.score(X_test, y.iloc[test]))
