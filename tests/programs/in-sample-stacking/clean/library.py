"""scikit-learn's stack uses folds inside."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier, StackingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

df = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["type"]), df["type"])
stack = StackingClassifier(
    [("forest", RandomForestClassifier()), ("svc", SVC())], final_estimator=LogisticRegression()
)
print(stack.fit(X_train, y_train).score(X_test, y_test))
