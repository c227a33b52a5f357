"""A regressor's output is a number, not a label."""
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("credit.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["bad"]), df["bad"])
ranker = GradientBoostingRegressor(random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, ranker.predict(X_test)))
