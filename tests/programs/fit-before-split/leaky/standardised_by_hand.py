import numpy as np
from sklearn.datasets import fetch_california_housing
from sklearn.linear_model import SGDRegressor
from sklearn.model_selection import train_test_split


def standardize(X):
    mu = X.mean(axis=0)  # expect: fit-before-split
    sigma = X.std(axis=0)
    return (X - mu) / sigma


X, y = fetch_california_housing(return_X_y=True)
X = standardize(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
model = SGDRegressor().fit(X_train, y_train)
mse = np.mean((y_test - model.predict(X_test)) ** 2)
print(mse)
