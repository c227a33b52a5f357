"""Probabilities for what wants them, labels for the rest."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("bank.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("y", axis=1), df["y"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
proba = model.predict_proba(X_test)
print(roc_auc_score(y_test, proba[:, 1]), log_loss(y_test, proba))
print(f1_score(y_test, model.predict(X_test)))
