import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score

table = np.genfromtxt("measurements.csv", delimiter=",", skip_header=1)
np.random.shuffle(table)
X = table[:, 1:]
y = table[:, 0]

X_train, y_train = X[:900], y[:900]
X_test, y_test = X[850:], y[850:]  # expect: train-test-overlap

ridge = Ridge(alpha=0.5)
ridge.fit(X_train, y_train)
print(r2_score(y_test, ridge.predict(X_test)))
