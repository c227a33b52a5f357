"""Out-of-fold predictions train the stack; the base learners and the stack meet one test set."""

import numpy as np
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier

wine = load_wine()
order = np.random.RandomState(1).permutation(len(wine.target))
X, y = wine.data[order], wine.target[order]
X_train, y_train = X[:120], y[:120]
X_test, y_test = X[120:], y[120:]

learners = [GaussianNB(), DecisionTreeClassifier(max_depth=3), LogisticRegression()]
meta = np.zeros((len(X_train), len(learners)))
for fit_on, left_out in KFold(5).split(X_train):
    for column, learner in enumerate(learners):
        learner.fit(X_train[fit_on], y_train[fit_on])
        meta[left_out, column] = learner.predict(X_train[left_out])

for learner in learners:
    learner.fit(X_train, y_train)
    print(accuracy_score(y_test, learner.predict(X_test)))  # expect: test-set-reuse
