"""The rows are called a test set and are the training rows."""
import numpy as np
from sklearn.metrics import classification_report
from sklearn.svm import SVC

data = np.loadtxt("signals.txt")
X, y = data[:, :-1], data[:, -1]
classifier = SVC().fit(X, y)

X_test, y_test = X, y
print(classification_report(y_test, classifier.predict(X_test)))  # expect: score-on-train
