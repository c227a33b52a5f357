import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
selector = SelectKBest(f_classif, k=20).set_output(transform="pandas")
selector.fit(X, y)  # leaky expect
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
selector.fit(X_train, y_train)  # clean
X_train, X_test = selector.transform(X_train), selector.transform(X_test)
model = LogisticRegression().fit(X_train[X_train.columns], y_train)
print(model.score(X_test[X_train.columns], y_test))
