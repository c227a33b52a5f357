"""The winner of a search is a classifier too."""
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("claims.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["fraud"]), df["fraud"])
search = GridSearchCV(XGBClassifier(), {"max_depth": [3, 5]}, scoring="roc_auc").fit(X_train, y_train)
y_pred = search.predict(X_test)
print("AUC:", roc_auc_score(y_test, y_pred))  # expect: hard-label-score
