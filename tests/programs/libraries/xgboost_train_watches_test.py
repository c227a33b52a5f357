import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("loans.csv")
X, y = df.drop(columns=["default"]), df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, random_state=0)
train = xgb.DMatrix(X_fit, label=y_fit)
watched = xgb.DMatrix(X_test, label=y_test)  # leaky
watched = xgb.DMatrix(X_val, label=y_val)  # clean
booster = xgb.train(  # expect: early-stopping-on-test
    {"objective": "binary:logistic"},
    train,
    num_boost_round=500,
    evals=[(train, "train"), (watched, "held out")],
    early_stopping_rounds=20,
)
print(roc_auc_score(y_test, booster.predict(xgb.DMatrix(X_test))))
