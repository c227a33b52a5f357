"""Folds are used instead of the split."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score, train_test_split

data = pd.read_csv("churn.csv")
X, y = data.drop(columns=["left"]), data["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
forest = RandomForestClassifier(random_state=0)
print(cross_val_score(forest, X, y).mean())
print(forest.fit(X, y).score(X, y))
