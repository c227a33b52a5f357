"""Labels are given first, so they come back first."""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("heart.csv")
y_train, y_test, X_train, X_test = train_test_split(df["target"], df.drop(columns=["target"]))
tree = DecisionTreeClassifier().fit(X_train, y_train)
print(tree.score(X_test, y_test))
