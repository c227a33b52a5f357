import numpy as np
from sklearn.linear_model import LogisticRegression

dataset = np.loadtxt("diabetes.csv", delimiter=",")
X = dataset[:, 0:9]  # expect: target-in-features
y = dataset[:, 8]
X_train, X_test = X[:500], X[500:]
y_train, y_test = y[:500], y[500:]
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
