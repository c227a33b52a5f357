"""The same mistake inside of a function."""
import pandas as pd
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.svm import SVC


def main():
    df = pd.read_csv("spam.csv")
    X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["spam"]), df["spam"])
    bayes = GaussianNB().fit(X_train, y_train)
    y_bayes = bayes.predict(X_test)
    print(classification_report(y_test, y_bayes))
    svc = SVC(kernel="linear").fit(X_train, y_train)
    y_svc = svc.predict(X_test)
    print(classification_report(y_test, y_bayes))  # expect: stale-predictions


main()
