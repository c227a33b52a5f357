"""By keyword the order does not matter."""
import pandas as pd
from sklearn.metrics import precision_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

df = pd.read_csv("diabetes.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["Outcome"]), df["Outcome"])
nb = GaussianNB().fit(X_train, y_train)
predicted = nb.predict(X_test)
print(precision_score(y_pred=predicted, y_true=y_test), recall_score(y_pred=predicted, y_true=y_test))
