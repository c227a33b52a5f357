import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
seen = (X, y)  # leaky
seen = (X_train, y_train)  # clean
makers = {
    "best": lambda data=seen, k=20: SelectKBest(f_classif, k=k).fit(*data),  # expect
}
selector = makers["best"]()
model = LogisticRegression().fit(selector.transform(X_train), y_train)
print(model.score(selector.transform(X_test), y_test))
