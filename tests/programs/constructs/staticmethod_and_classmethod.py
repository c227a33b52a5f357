import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Steps:
    k = 20

    @staticmethod
    def load(path):
        df = pd.read_csv(path)
        return df.drop(columns=["ill"]), df["ill"]

    @classmethod
    def selector(cls, features, labels):
        return SelectKBest(f_classif, k=cls.k).fit(features, labels)  # expect


X, y = Steps.load("genes.csv")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
selector = Steps.selector(X, y)  # leaky
selector = Steps.selector(X_train, y_train)  # clean
model = LogisticRegression().fit(selector.transform(X_train), y_train)
print(model.score(selector.transform(X_test), y_test))
