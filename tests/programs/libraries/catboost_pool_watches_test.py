import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.model_selection import train_test_split

df = pd.read_csv("loans.csv")
X, y = df.drop(columns=["default"]), df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, random_state=0)
train, test = Pool(X_fit, y_fit), Pool(X_test, y_test)
watched = test  # leaky
watched = Pool(X_val, y_val)  # clean
model = CatBoostClassifier(iterations=1000, verbose=0)
model.fit(train, eval_set=watched, use_best_model=True)  # expect: early-stopping-on-test
print(model.score(test))
