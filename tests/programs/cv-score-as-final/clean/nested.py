"""The search itself is cross-validated."""
import pandas as pd
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.svm import SVC

df = pd.read_csv("heart.csv")
X, y = df.drop("target", axis=1), df["target"]
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}, cv=3)
print(cross_val_score(search, X, y, cv=5).mean())
print(search.fit(X, y).best_params_, search.best_score_)
