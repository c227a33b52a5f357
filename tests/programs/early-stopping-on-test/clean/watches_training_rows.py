"""Only the training curve is recorded."""
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("claims.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["fraud"]), df["fraud"])
model = XGBClassifier(n_estimators=200)
model.fit(X_train, y_train, eval_set=[(X_train, y_train)], verbose=False)
print(model.evals_result())
print(model.score(X_test, y_test))
