import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

users = pd.read_csv("users.csv")
events = pd.read_csv("events.csv")
counts = events.groupby("user").agg({"seconds": "sum", "page": "nunique"}).reset_index()
users = users.merge(counts, on="user", how="left").fillna(0)
X, y = users[["seconds", "page"]], users["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(GradientBoostingClassifier().fit(X_train, y_train).score(X_test, y_test))
