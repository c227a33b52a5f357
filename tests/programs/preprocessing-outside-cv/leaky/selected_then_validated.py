"""Genes chosen with all labels, then five folds."""
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC

expression = pd.read_csv("expression.csv", index_col=0)
X = expression.drop(columns=["tumour"]).values
y = expression["tumour"].values

X = SelectKBest(f_classif, k=30).fit_transform(X, y)  # expect: preprocessing-outside-cv
scores = cross_val_score(SVC(kernel="linear"), X, y, cv=5)
print(f"{scores.mean():.2f} +- {scores.std():.2f}")
