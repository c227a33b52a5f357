"""A split was made, but the score is taken on the training part."""
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("mushrooms.csv")
X_train, X_test, y_train, y_test = train_test_split(
    df.drop(columns=["edible"]), df["edible"], random_state=0
)
tree = DecisionTreeClassifier().fit(X_train, y_train)
predicted = tree.predict(X_train)
print("accuracy:", accuracy_score(y_train, predicted))  # expect: score-on-train
print(tree.predict(X_test)[:10])
