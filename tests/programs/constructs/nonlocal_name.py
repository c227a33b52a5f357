import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def experiment(path):
    df = pd.read_csv(path)
    X, y = df.drop(columns=["ill"]), df["ill"]

    def choose():
        nonlocal X
        X = SelectKBest(f_classif, k=20).fit_transform(X, y)  # leaky expect
        X = X.fillna(0)  # clean

    choose()
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    model = LogisticRegression().fit(X_train, y_train)
    return model.score(X_test, y_test)


print(experiment("genes.csv"))
