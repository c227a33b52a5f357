"""CatBoost keeps the best iteration on the evaluation set by itself."""
import pandas as pd
from catboost import CatBoostClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split


def train(path):
    df = pd.read_csv(path)
    X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["churn"]), df["churn"])
    model = CatBoostClassifier(iterations=500, verbose=0)
    model.fit(X_train, y_train, eval_set=(X_test, y_test))  # expect: early-stopping-on-test
    print(accuracy_score(y_test, model.predict(X_test)))


train("churn.csv")
