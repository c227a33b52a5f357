"""The search sees the training part."""
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X, y = wine.drop(columns=["quality"]), wine["quality"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
grid = GridSearchCV(SVC(), {"C": [1, 10, 100]}, cv=5).fit(X_train, y_train)
print(grid.best_estimator_.score(X_test, y_test))
