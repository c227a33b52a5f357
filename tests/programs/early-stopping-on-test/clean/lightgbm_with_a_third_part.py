"""Early stopping watches rows that are cut from the training part; the test rows stay out of it."""
import lightgbm as lgb
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedShuffleSplit


def parts(y, share, seed):
    splitter = StratifiedShuffleSplit(n_splits=1, test_size=share, random_state=seed)
    return next(splitter.split(y, y))


table = pd.read_csv("returns.csv")
y = table.pop("returned")
rest, test = parts(y, 0.2, 0)
X_rest, y_rest = table.iloc[rest], y.iloc[rest]
fit, stop = parts(y_rest, 0.1, 1)

model = lgb.LGBMClassifier(n_estimators=4000, learning_rate=0.02, random_state=0)
model.fit(
    X_rest.iloc[fit],
    y_rest.iloc[fit],
    eval_set=[(X_rest.iloc[stop], y_rest.iloc[stop])],
    eval_metric="average_precision",
    callbacks=[lgb.early_stopping(100), lgb.log_evaluation(0)],
)
probabilities = model.predict_proba(table.iloc[test])[:, 1]
print("AP on untouched rows:", average_precision_score(y.iloc[test], probabilities))
