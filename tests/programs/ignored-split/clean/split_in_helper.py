"""A helper of the user's takes the parts."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def evaluate(train_X, test_X, train_y, test_y):
    model = LogisticRegression().fit(train_X, train_y)
    return model.score(test_X, test_y)


data = pd.read_csv("churn.csv")
parts = train_test_split(data.drop(columns=["left"]), data["left"], random_state=0)
print(evaluate(*parts))
