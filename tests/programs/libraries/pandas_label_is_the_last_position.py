import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

data = pd.read_csv("pima.csv", names=["pregnant", "glucose", "age", "ill"]).values
X = data[:, 1:4]  # leaky expect: target-in-features
X = data[:, 0:3]  # clean
y = data[:, -1]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
