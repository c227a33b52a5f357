import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

students = pd.read_csv("students.csv")
students["passed"] = students["final_score"] >= 50  # expect: target-derived-feature
columns = ["hours", "absences", "final_score"]
forest = RandomForestClassifier(random_state=0)
print(cross_val_score(forest, students[columns], students["passed"]).mean())
