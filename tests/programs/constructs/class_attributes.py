import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Settings:
    k = 20
    selector = SelectKBest(f_classif, k=k)
    model = LogisticRegression()


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
Settings.selector.fit(X, y)  # leaky expect
Settings.selector.fit(X_train, y_train)  # clean
Settings.model.fit(Settings.selector.transform(X_train), y_train)
print(Settings.model.score(Settings.selector.transform(X_test), y_test))
