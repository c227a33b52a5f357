"""One object, fitted once more on the test part."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder


def main():
    df = pd.read_csv("churn.csv")
    X_train, X_test, y_train, y_test = train_test_split(df[["plan", "region"]], df["left"])
    encoder = OneHotEncoder()
    train_codes = encoder.fit_transform(X_train)
    test_codes = encoder.fit_transform(X_test)  # expect: encoder-per-split
    print(LogisticRegression().fit(train_codes, y_train).score(test_codes, y_test))


main()
