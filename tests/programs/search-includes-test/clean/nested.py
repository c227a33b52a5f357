"""The search is a model that is cross-validated."""
import pandas as pd
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X, y = wine.drop(columns=["quality"]), wine["quality"]
search = GridSearchCV(SVC(), {"C": [1, 10, 100]}, cv=3)
print(cross_val_score(search, X, y, cv=5).mean())
