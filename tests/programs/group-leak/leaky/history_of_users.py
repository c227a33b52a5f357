import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

clicks = pd.read_csv("clicks.csv")
clicks["visit"] = clicks.groupby("user_id")["page"].cumcount()
X, y = clicks[["visit", "length"]], clicks["bought"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)  # expect: group-leak
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
