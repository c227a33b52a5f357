"""The documented order."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("heart.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["target"]), df["target"])
clf = LogisticRegression().fit(X_train, y_train)
print(clf.score(X_test, y_test))
