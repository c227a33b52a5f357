import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

data = np.loadtxt("signals.csv", delimiter=",")
X, y = data[:, 1:], data[:, -1]  # leaky expect: target-in-features
X, y = data[:, 1:], data[:, 0]  # clean
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(SVC().fit(X_train, y_train).score(X_test, y_test))
