import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
selector = SelectKBest(f_classif, k=20)
selector.fit(X, y)  # leaky expect
selector.fit(X_train, y_train)  # clean
X_train, X_test = (selector.transform(part) for part in (X_train, X_test))
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
