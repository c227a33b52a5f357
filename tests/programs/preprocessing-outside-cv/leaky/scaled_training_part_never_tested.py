"""A test part is cut off and never looked at again: the folds are all that is reported."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import MinMaxScaler

beans = pd.read_csv("beans.csv")
X_train, X_test, y_train, y_test = train_test_split(
    beans.drop("kind", axis=1), beans["kind"], random_state=11
)

X_train = MinMaxScaler().fit_transform(X_train)  # expect: preprocessing-outside-cv
print(cross_val_score(LogisticRegression(), X_train, y_train, cv=10).mean())
