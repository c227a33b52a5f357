import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("loans.csv")
X, y = df.drop(columns=["default"]), df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, random_state=0)
held, answers = X_test, y_test  # leaky
held, answers = X_val, y_val  # clean


def objective(trial):
    depth = trial.suggest_int("max_depth", 2, 20)
    forest = RandomForestClassifier(max_depth=depth, random_state=0).fit(X_fit, y_fit)
    return forest.score(held, answers)  # leaky expect: test-set-reuse
    return forest.score(held, answers)  # clean


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
best = RandomForestClassifier(**study.best_params, random_state=0).fit(X_train, y_train)
print(best.score(X_test, y_test))
