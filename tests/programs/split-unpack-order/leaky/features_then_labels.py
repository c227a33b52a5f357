"""X, y, X, y: the order of many other libraries."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("heart.csv")
X = df.drop(columns=["target"])
y = df["target"]
X_train, y_train, X_test, y_test = train_test_split(X, y, test_size=0.5)  # expect: split-unpack-order

clf = LogisticRegression()
clf.fit(X_train, y_train)
print(clf.score(X_test, y_test))
