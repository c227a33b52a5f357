"""The parts are written to disk for a later program."""
import joblib
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

data = pd.read_csv("energy.csv")
X, y = data.drop(columns=["load"]), data["load"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
joblib.dump((X_train, X_test, y_train, y_test), "parts.joblib")
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
