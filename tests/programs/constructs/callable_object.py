import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Select:
    def __init__(self, k):
        self.selector = SelectKBest(f_classif, k=k)

    def __call__(self, features, labels):
        return self.selector.fit_transform(features, labels)  # expect


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
select = Select(20)
X = select(X, y)  # leaky
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = select(X_train, y_train)  # clean
X_test = select.selector.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
