"""The selector looks at all labels, but only to print a list; the reported model never sees its choice."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

students = pd.read_csv("students.csv")
X = pd.get_dummies(students.drop(columns="dropped_out"))
y = students["dropped_out"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=2)

forest = RandomForestClassifier(300, min_samples_leaf=3, random_state=2).fit(X_train, y_train)
print("F1 on held-out students:", f1_score(y_test, forest.predict(X_test)))

for k in (5, 10):
    ranking = SelectKBest(mutual_info_classif, k=k).fit(X, y)
    print(k, "most telling columns of all data:", list(X.columns[ranking.get_support()]))
