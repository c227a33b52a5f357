"""A search over models and parameters on the training part, one test score."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

data = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    data.drop(columns=["quality"]), data["quality"], random_state=0
)
pipe = Pipeline([("scale", StandardScaler()), ("model", SVC())])
grid = [
    {"model": [SVC()], "model__C": [0.1, 1, 10]},
    {"model": [RandomForestClassifier()], "model__max_depth": [3, 6, None]},
]
search = GridSearchCV(pipe, grid, cv=5).fit(X_train, y_train)
print(search.best_params_, search.score(X_test, y_test))
