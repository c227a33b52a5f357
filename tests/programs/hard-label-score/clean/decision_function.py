"""The distance from the plane ranks as well."""
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

df = pd.read_csv("spam.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["spam"]), df["spam"])
svm = LinearSVC().fit(X_train, y_train)
print(average_precision_score(y_test, svm.decision_function(X_test)))
