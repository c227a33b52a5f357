import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv").dropna().reset_index(drop=True)
X, y = df.drop(columns=["ill"]), df["ill"]
selector = SelectKBest(f_classif, k=20).set_params(k=10)
X = selector.fit(X, y).transform(X)  # leaky expect
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = selector.fit(X_train, y_train).transform(X_train)  # clean
X_test = selector.transform(X_test)  # clean
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
