import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_selection import mutual_info_classif
from sklearn.model_selection import train_test_split

df = pd.read_csv("loans.csv")
X, y = df.drop(columns=["default"]), df["default"]
scores = mutual_info_classif(X, y)  # expect: selection-before-split
ranked = pd.Series(scores, index=X.columns).sort_values(ascending=False)
X = X[ranked.index[:15]]
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = GradientBoostingClassifier().fit(X_train, y_train)
print(model.score(X_test, y_test))
