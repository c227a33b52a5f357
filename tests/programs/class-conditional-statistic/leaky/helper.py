import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score


def impute(frame, label):
    for column in ["age", "income"]:
        means = frame.groupby(label)[column].transform(  # expect: class-conditional-statistic
            "mean"
        )
        frame[column] = frame[column].fillna(means)
    return frame


loans = impute(pd.read_csv("loans.csv"), "default")
X = loans[["age", "income"]]
y = loans["default"]
print(cross_val_score(LogisticRegression(), X, y, cv=5).mean())
