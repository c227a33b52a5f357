import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Base:
    def __init__(self, k):
        self.selector = SelectKBest(f_classif, k=k)

    def learn(self, features, labels):
        self.selector.fit(features, labels)  # expect
        return self

    def chosen(self, features):
        return self.selector.transform(features)


class Careful(Base):
    def __init__(self):
        super().__init__(20)

    def learn(self, features, labels):
        super().learn(features, labels)
        return self


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
step = Careful().learn(X, y)  # leaky
step = Careful().learn(X_train, y_train)  # clean
model = LogisticRegression().fit(step.chosen(X_train), y_train)
print(model.score(step.chosen(X_test), y_test))
