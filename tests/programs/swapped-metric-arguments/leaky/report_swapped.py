"""Precision reads as recall."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

df = pd.read_csv("diabetes.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["Outcome"]), df["Outcome"])
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(classification_report(model.predict(X_test), y_test))  # expect: swapped-metric-arguments
