"""A dummy baseline is no competitor."""
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("claims.csv")
X_train, X_test, y_train, y_test = train_test_split(
    df.drop(columns=["fraud"]), df["fraud"], stratify=df["fraud"], random_state=0
)
baseline = DummyClassifier(strategy="most_frequent").fit(X_train, y_train)
model = HistGradientBoostingClassifier(random_state=0).fit(X_train, y_train)
print("baseline", balanced_accuracy_score(y_test, baseline.predict(X_test)))
print("model", balanced_accuracy_score(y_test, model.predict(X_test)))
