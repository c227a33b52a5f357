import pandas as pd
from hyperopt import STATUS_OK, fmin, hp, tpe
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

df = pd.read_csv("loans.csv")
X, y = df.drop(columns=["default"]), df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, random_state=0)


def objective(params):
    model = SVC(**params)
    model.fit(X_fit, y_fit)
    score = model.score(X_test, y_test)  # leaky expect: test-set-reuse
    score = model.score(X_val, y_val)  # clean
    return {"loss": -score, "status": STATUS_OK}


best = fmin(objective, {"C": hp.loguniform("C", -3, 3)}, algo=tpe.suggest, max_evals=50)
final = SVC(**best).fit(X_train, y_train)
print(final.score(X_test, y_test))
