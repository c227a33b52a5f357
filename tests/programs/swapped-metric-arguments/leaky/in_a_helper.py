"""The helper's parameters have the other order than its caller."""
import pandas as pd
from sklearn.metrics import confusion_matrix, precision_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier


def scores(predicted, actual):
    print(confusion_matrix(predicted, actual))  # expect: swapped-metric-arguments
    return precision_score(actual, predicted)


def main():
    df = pd.read_csv("mushrooms.csv")
    X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["bad"]), df["bad"])
    tree = DecisionTreeClassifier().fit(X_train, y_train)
    print(scores(tree.predict(X_test), y_test))


if __name__ == "__main__":
    main()
