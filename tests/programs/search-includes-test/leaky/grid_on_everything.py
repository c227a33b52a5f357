"""The search gets all rows, the test set is a part of them."""
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X, y = wine.drop(columns=["quality"]), wine["quality"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

grid = GridSearchCV(SVC(), {"C": [1, 10, 100], "gamma": [0.1, 0.01]}, cv=5)
grid.fit(X, y)  # expect: search-includes-test
print(grid.best_params_)
print(accuracy_score(y_test, grid.predict(X_test)))
