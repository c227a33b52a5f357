"""The forest keeps rows out of each tree by itself."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

train = pd.read_csv("train.csv")
X, y = train.drop(columns=["label"]), train["label"]
forest = RandomForestClassifier(n_estimators=300, oob_score=True, random_state=0).fit(X, y)
print("out of bag", forest.oob_score_)
print("in the bag", forest.score(X, y))
