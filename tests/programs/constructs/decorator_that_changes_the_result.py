import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def selected(load):
    def wrapper():
        features, labels = load()
        chosen = SelectKBest(f_classif, k=20).fit_transform(features, labels)  # leaky expect
        chosen = features.fillna(0)  # clean
        return chosen, labels

    return wrapper


@selected
def load():
    df = pd.read_csv("genes.csv")
    return df.drop(columns=["ill"]), df["ill"]


X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
