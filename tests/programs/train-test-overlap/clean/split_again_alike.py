"""One seed parts the same rows alike, wherever the call stands."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

mails = pd.read_csv("mails.csv")
words = mails.drop(columns="spam")
X_train, X_test, y_train, y_test = train_test_split(words, mails["spam"], random_state=11)
model = LogisticRegression(max_iter=300).fit(X_train, y_train)

X_train, X_test, y_train, y_test = train_test_split(words, mails["spam"], random_state=11)
print(accuracy_score(y_test, model.predict(X_test)))
