"""The whole table appears again at the end, for the model that is shipped."""
import joblib
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import cross_val_score, train_test_split

abalone = pd.read_csv("abalone.csv")
X = abalone.drop(columns=["rings", "sex"])
y = abalone["rings"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
settings = [dict(max_leaf_nodes=n, random_state=0) for n in (8, 16, 32)]
scores = [
    cross_val_score(HistGradientBoostingRegressor(**setting), X_train, y_train).mean()
    for setting in settings
]
chosen = settings[scores.index(max(scores))]
model = HistGradientBoostingRegressor(**chosen).fit(X_train, y_train)
print("R2 held out:", r2_score(y_test, model.predict(X_test)))
joblib.dump(HistGradientBoostingRegressor(**chosen).fit(X, y), "abalone.joblib")
