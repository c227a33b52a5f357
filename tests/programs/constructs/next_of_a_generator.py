import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import ShuffleSplit
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]).to_numpy(), df["ill"].to_numpy()
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect
train, test = next(ShuffleSplit(n_splits=1, test_size=0.2, random_state=0).split(X))
X_train, X_test = X[train], X[test]
X_train = selector.fit_transform(X_train, y[train])  # clean
X_test = selector.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y[train])
print(model.score(X_test, y[test]))
