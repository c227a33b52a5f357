"""`predict` of a native booster returns probabilities."""
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("higgs.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["signal"]), df["signal"])
booster = xgb.train({"objective": "binary:logistic"}, xgb.DMatrix(X_train, label=y_train), 100)
print(roc_auc_score(y_test, booster.predict(xgb.DMatrix(X_test))))
