import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Data:
    def __init__(self, features, labels):
        self.labels = labels
        self.features = features

    @property
    def features(self):
        return self._features

    @features.setter
    def features(self, value):
        self._features = value.fillna(0)


df = pd.read_csv("genes.csv")
data = Data(df.drop(columns=["ill"]), df["ill"])
selector = SelectKBest(f_classif, k=20).set_output(transform="pandas")
data.features = selector.fit_transform(data.features, data.labels)  # leaky expect
X_train, X_test, y_train, y_test = train_test_split(data.features, data.labels, random_state=0)
X_train = selector.fit_transform(X_train, y_train)  # clean
X_test = selector.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
