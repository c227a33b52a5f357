import pandas as pd
from feature_engine.selection import SelectBySingleFeaturePerformance
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("loans.csv")
X, y = df.drop("default", axis=1), df["default"]
forest = RandomForestClassifier(random_state=0)
selector = SelectBySingleFeaturePerformance(estimator=forest, scoring="roc_auc", cv=3)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
selector.fit(X, y)  # leaky expect
selector.fit(X_train, y_train)  # clean
forest.fit(selector.transform(X_train), y_train)
print(roc_auc_score(y_test, forest.predict_proba(selector.transform(X_test))[:, 1]))
