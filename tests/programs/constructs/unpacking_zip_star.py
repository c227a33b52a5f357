import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
pairs = [(X_train, y_train), (X_test, y_test)]
features, labels = zip(*pairs)
X_train, X_test = features
X_train = selector.fit_transform(X_train, labels[0])  # clean
X_test = selector.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, labels[0])
print(model.score(X_test, labels[1]))
