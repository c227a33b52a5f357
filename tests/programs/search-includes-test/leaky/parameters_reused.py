"""Only the parameters are taken over: a small effect, an information."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split

df = pd.read_csv("students.csv")
X, y = df.drop(columns=["passed"]), df["passed"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

search = GridSearchCV(RandomForestClassifier(), {"max_depth": [2, 4, 8]})
search.fit(X, y)  # expect: search-includes-test
forest = RandomForestClassifier(**search.best_params_).fit(X_train, y_train)
print(forest.score(X_test, y_test))
