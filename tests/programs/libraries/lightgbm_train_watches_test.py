import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
X, y = df.drop(columns=["price"]), df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, random_state=0)
train = lgb.Dataset(X_fit, label=y_fit)
watched = lgb.Dataset(X_test, label=y_test, reference=train)  # leaky
watched = train.create_valid(X_val, label=y_val)  # clean
booster = lgb.train(  # expect: early-stopping-on-test
    {"objective": "regression"},
    train,
    valid_sets=[watched],
    callbacks=[lgb.early_stopping(50)],
)
print(mean_squared_error(y_test, booster.predict(X_test)))
