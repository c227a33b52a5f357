"""Three blocks were copied; in the last one the old predictions are still scored."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

adult = pd.read_csv("adult.csv")
X, y = pd.get_dummies(adult.drop(columns="income")), adult["income"] == ">50K"
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)

logistic = LogisticRegression(max_iter=2000).fit(X_train, y_train)
logistic_pred = logistic.predict(X_test)
print("Logistic regression", accuracy_score(y_test, logistic_pred), f1_score(y_test, logistic_pred))

tree = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
tree_pred = tree.predict(X_test)
print("Decision tree", accuracy_score(y_test, tree_pred), f1_score(y_test, tree_pred))

forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
forest_pred = forest.predict(X_test)
print("Random forest", accuracy_score(y_test, tree_pred), f1_score(y_test, tree_pred))  # expect: stale-predictions
