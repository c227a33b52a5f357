import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def load(path):
    df = pd.read_csv(path)
    return [df.drop(columns=["ill"]), df["ill"], df.columns, len(df)]


(X, y), *rest = load("genes.csv")[:2], "names", 3
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect
parts = train_test_split(X, y, random_state=0)
(X_train, X_test), (y_train, y_test) = parts[:2], parts[2:]
X_train = selector.fit_transform(X_train, y_train)  # clean
X_test = selector.transform(X_test)  # clean
model = LogisticRegression()
[model.fit(X_train, y_train)]
print(model.score(X_test, y_test))
