import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Data:
    def __init__(self, path):
        self._df = pd.read_csv(path)

    @property
    def features(self):
        return self._df.drop(columns=["ill"])

    @property
    def labels(self):
        return self._df["ill"]


data = Data("genes.csv")
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(data.features, data.labels)  # leaky expect
X = data.features  # clean
X_train, X_test, y_train, y_test = train_test_split(X, data.labels, random_state=0)
X_train = selector.fit_transform(X_train, y_train)  # clean
X_test = selector.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
