"""The old score is printed again on purpose, beside the new one."""
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("clicks.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("clicked", axis=1), df["clicked"])
dummy = DummyClassifier().fit(X_train, y_train)
dummy_pred = dummy.predict(X_test)
print(accuracy_score(y_test, dummy_pred))
model = LogisticRegression().fit(X_train, y_train)
model_pred = model.predict(X_test)
print(accuracy_score(y_test, model_pred) - accuracy_score(y_test, dummy_pred))
