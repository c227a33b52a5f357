import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Table:
    def __init__(self, features, labels):
        self.features, self.labels = features, labels

    def __getitem__(self, numbers):
        return self.features[numbers], self.labels[numbers]

    def __len__(self):
        return len(self.labels)


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]).to_numpy(), df["ill"].to_numpy()
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect
table = Table(X, y)
cut = int(0.8 * len(table))
X_train, y_train = table[:cut]
X_test, y_test = table[cut:]
X_train = selector.fit_transform(X_train, y_train)  # clean
X_test = selector.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
