import random

from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

random.seed(0)  # expect: late-seed
X, y = load_wine(return_X_y=True)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.4)
print(KNeighborsClassifier().fit(X_tr, y_tr).score(X_te, y_te))
