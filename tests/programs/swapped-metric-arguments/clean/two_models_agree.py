"""How far two models agree: both sides are predictions."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split

df = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["type"]), df["type"])
one = LogisticRegression().fit(X_train, y_train)
two = RandomForestClassifier().fit(X_train, y_train)
print(confusion_matrix(one.predict(X_test), two.predict(X_test)))
