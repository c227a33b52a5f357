"""Judged honestly, then fitted on everything for production."""
import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

data = pd.read_csv("churn.csv")
X, y = data.drop(columns=["left"]), data["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print("test", model.score(X_test, y_test))
model.fit(X, y)
print("refitted", model.score(X, y))
joblib.dump(model, "model.joblib")
