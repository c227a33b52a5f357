import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def make_reducer(features, labels):
    selector = SelectKBest(f_classif, k=20)
    selector.fit(features, labels)  # expect

    def reduce(part):
        return selector.transform(part)

    return reduce


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
reduce = make_reducer(X, y)  # leaky
reduce = make_reducer(X_train, y_train)  # clean
model = LogisticRegression().fit(reduce(X_train), y_train)
print(model.score(reduce(X_test), y_test))
