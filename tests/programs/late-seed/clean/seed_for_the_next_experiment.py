import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.naive_bayes import GaussianNB

X, y = load_iris(return_X_y=True)
train, test, train_y, test_y = train_test_split(X, y)
print(GaussianNB().fit(train, train_y).score(test, test_y))

np.random.seed(0)
noise = np.random.randn(*X.shape)
print(cross_val_score(GaussianNB(), X + noise, y, cv=5).mean())
