import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

patients = pd.read_csv("patients.csv")
visits = pd.read_csv("visits.csv")
print(visits.groupby("patient")["cost"].mean().head())

patients = patients.merge(visits, how="left", on="patient")  # expect: row-multiplying-merge
X = patients[["age", "cost", "nights"]]
print(cross_val_score(DecisionTreeClassifier(), X, patients["readmitted"], cv=5).mean())
