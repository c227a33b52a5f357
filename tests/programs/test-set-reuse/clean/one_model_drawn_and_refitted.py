"""One tree, fitted again for the drawings and judged by each of them."""

import pandas as pd
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from yellowbrick.classifier import ROCAUC, ConfusionMatrix

frogs = pd.read_csv("frogs.csv")
X_train, X_test, y_train, y_test = train_test_split(
    frogs.drop(columns="family"), frogs["family"], random_state=0
)

tree = DecisionTreeClassifier(max_depth=10)
seen = tree.fit(X_train, y_train).predict(X_train)
new = tree.fit(X_train, y_train).predict(X_test)
print(classification_report(y_train, seen))
print(classification_report(y_test, new))

matrix = ConfusionMatrix(tree)
matrix.fit(X_train, y_train)
matrix.score(X_test, y_test)
matrix.show()
curve = ROCAUC(tree)
curve.fit(X_train, y_train)
curve.score(X_test, y_test)
curve.show()
