import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Wrapped:
    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
selector = Wrapped(SelectKBest(f_classif, k=20))
selector.fit(X, y)  # leaky expect
selector.fit(X_train, y_train)  # clean
model = LogisticRegression().fit(selector.transform(X_train), y_train)
print(model.score(selector.transform(X_test), y_test))
