"""`predict` of a regressor and of a booster gives values, not labels: AUC is right to take them."""
import lightgbm as lgb
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

clicks = pd.read_csv("clicks.csv")
X, y = clicks.drop(columns="clicked"), clicks["clicked"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

ridge = Ridge().fit(X_train, y_train)
print("ridge", roc_auc_score(y_test, ridge.predict(X_test)))

booster = lgb.train({"objective": "binary", "verbosity": -1}, lgb.Dataset(X_train, y_train), 200)
y_pred = booster.predict(X_test)
print("booster", roc_auc_score(y_test, y_pred), average_precision_score(y_test, y_pred))

svc = SVC().fit(X_train, y_train)
print("svc", roc_auc_score(y_test, svc.decision_function(X_test)))
