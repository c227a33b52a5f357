"""Each call splits again, with the same seed: the same test rows for every model."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("adult.csv")
X, y = df.drop(columns=["income"]), df["income"]


def evaluate(model):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=42)
    model.fit(X_train, y_train)
    return accuracy_score(y_test, model.predict(X_test))  # expect: test-set-reuse


print("logistic regression", evaluate(LogisticRegression()))
print("random forest", evaluate(RandomForestClassifier()))
