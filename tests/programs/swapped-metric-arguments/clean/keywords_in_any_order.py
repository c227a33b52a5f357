"""Named arguments may stand in any order, and some metrics do not care."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, confusion_matrix, matthews_corrcoef, recall_score
from sklearn.model_selection import train_test_split


def agreement(first, second):
    return accuracy_score(first, second), matthews_corrcoef(first, second)


digits = pd.read_csv("digits.csv")
X_train, X_test, y_train, y_test = train_test_split(
    digits.drop(columns="label"), digits["label"], random_state=0
)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
guess = forest.predict(X_test)
print(recall_score(y_pred=guess, y_true=y_test, average="macro"))
print(confusion_matrix(y_pred=guess, y_true=y_test))
print(agreement(guess, y_test))
