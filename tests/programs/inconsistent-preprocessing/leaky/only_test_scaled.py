"""The wrong variable goes into fit."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def main():
    data = pd.read_csv("churn.csv")
    X_train, X_test, y_train, y_test = train_test_split(
        data.drop(columns=["left"]), data["left"], random_state=1
    )
    scaler = StandardScaler().fit(X_train)
    X_train_scaled = scaler.transform(X_train)
    X_test_scaled = scaler.transform(X_test)
    print(X_train_scaled.mean(axis=0))
    model = LogisticRegression().fit(X_train, y_train)
    print(model.score(X_test_scaled, y_test))  # expect: inconsistent-preprocessing


main()
