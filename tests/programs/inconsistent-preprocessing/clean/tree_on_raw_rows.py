"""The tree is fitted and asked about raw rows, the network about scaled ones."""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("gestures.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["gesture"]), df["gesture"])
scaler = StandardScaler().fit(X_train)
tree = DecisionTreeClassifier().fit(X_train, y_train)
net = MLPClassifier().fit(scaler.transform(X_train), y_train)
print(tree.score(X_test, y_test), net.score(scaler.transform(X_test), y_test))
