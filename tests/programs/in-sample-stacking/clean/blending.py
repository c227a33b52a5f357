"""The second model learns on rows held out from the first."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

df = pd.read_csv("wine.csv")
X_rest, X_test, y_rest, y_test = train_test_split(df.drop(columns=["type"]), df["type"])
X_train, X_blend, y_train, y_blend = train_test_split(X_rest, y_rest)
forest = RandomForestClassifier().fit(X_train, y_train)
svc = SVC(probability=True).fit(X_train, y_train)
blend = np.hstack([forest.predict_proba(X_blend), svc.predict_proba(X_blend)])
top = LogisticRegression().fit(blend, y_blend)
print(top.score(np.hstack([forest.predict_proba(X_test), svc.predict_proba(X_test)]), y_test))
