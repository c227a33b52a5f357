"""The validation set chooses, the test set is asked once."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("fraud.csv")
X, y = df.drop(columns=["fraud"]), df["fraud"]
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, test_size=0.25, random_state=0)

scores = {}
for depth in (2, 4, 8, 16):
    forest = RandomForestClassifier(max_depth=depth, random_state=0).fit(X_train, y_train)
    scores[depth] = forest.score(X_val, y_val)
best = max(scores, key=scores.get)

final = RandomForestClassifier(max_depth=best, random_state=0).fit(X_rest, y_rest)
print("test accuracy", final.score(X_test, y_test))
