"""Two nested loops instead of a search, and the test set instead of folds."""
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=3)

best_score = -np.inf
best_params = None
for C in [0.01, 0.1, 1, 10, 100]:
    for gamma in [0.001, 0.01, 0.1, 1]:
        svm = make_pipeline(StandardScaler(), SVC(C=C, gamma=gamma))
        svm.fit(X_tr, y_tr)
        score = svm.score(X_te, y_te)  # expect: test-set-reuse
        if score > best_score:
            best_score = score
            best_params = {"C": C, "gamma": gamma}
print("best:", best_score, best_params)
