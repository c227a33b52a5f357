import optuna
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from xgboost import XGBRegressor


def objective(trial, X_fit, y_fit, X_judged, y_judged):
    params = {
        "max_depth": trial.suggest_int("max_depth", 2, 12),
        "learning_rate": trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
    }
    model = XGBRegressor(**params, random_state=0).fit(X_fit, y_fit)
    return mean_absolute_error(y_judged, model.predict(X_judged))  # expect: test-set-reuse


df = pd.read_csv("houses.csv")
X, y = df.drop(columns=["price"]), df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, random_state=0)
study = optuna.create_study(direction="minimize")
study.optimize(lambda trial: objective(trial, X_train, y_train, X_test, y_test), n_trials=50)  # leaky
study.optimize(lambda trial: objective(trial, X_fit, y_fit, X_val, y_val), n_trials=50)  # clean
best = XGBRegressor(**study.best_params, random_state=0).fit(X_train, y_train)
print(mean_absolute_error(y_test, best.predict(X_test)))
