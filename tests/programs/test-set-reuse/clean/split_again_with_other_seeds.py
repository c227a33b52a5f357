"""Each model has a test set of its own: another seed each time."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

mushrooms = pd.read_csv("mushrooms.csv")
X, y = mushrooms.iloc[:, 1:], mushrooms.iloc[:, 0]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=2)
print(GaussianNB().fit(X_train, y_train).score(X_test, y_test))
