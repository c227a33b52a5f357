import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def logged(level):
    def decorate(function):
        def wrapper(*args):
            print(level, function)
            return function(*args)

        return wrapper

    return decorate


@logged("info")
def halves(features, labels):
    return train_test_split(features, labels, random_state=0)


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect
X_train, X_test, y_train, y_test = halves(X, y)
X_train = selector.fit_transform(X_train, y_train)  # clean
X_test = selector.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
