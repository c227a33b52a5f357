"""Both the score of the folds and the one of the test set."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split

df = pd.read_csv("heart.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("target", axis=1), df["target"])
grid = GridSearchCV(RandomForestClassifier(), {"max_depth": [2, 4, 8]}).fit(X_train, y_train)
print(grid.best_score_, grid.score(X_test, y_test))
