"""The native interface, with a callback."""
import lightgbm as lgb
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("clicks.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["clicked"]), df["clicked"])
train_set = lgb.Dataset(X_train, label=y_train)
test_set = lgb.Dataset(X_test, label=y_test)
booster = lgb.train(  # expect: early-stopping-on-test
    {"objective": "binary"},
    train_set,
    num_boost_round=1000,
    valid_sets=[test_set],
    callbacks=[lgb.early_stopping(50)],
)
print(roc_auc_score(y_test, booster.predict(X_test)))
