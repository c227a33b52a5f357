"""The columns are brought together."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
y = train.pop("Survived")
X, X_test = pd.get_dummies(train), pd.get_dummies(test)
X, X_test = X.align(X_test, join="left", axis=1, fill_value=0)
print(RandomForestClassifier().fit(X, y).predict(X_test))
