import pandas as pd
from joblib import Parallel, delayed
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)


def judged(features, labels):
    selector = SelectKBest(f_classif, k=20).fit(features, labels)  # expect
    model = LogisticRegression().fit(selector.transform(X_train), y_train)
    return model.score(selector.transform(X_test), y_test)


seen = (X, y)  # leaky
seen = (X_train, y_train)  # clean
print(Parallel(n_jobs=2)(delayed(judged)(*seen) for _ in range(3)))
