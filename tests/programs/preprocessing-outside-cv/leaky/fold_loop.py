"""PCA before a loop over folds."""
import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

X, y = load_digits(return_X_y=True)
reduced = PCA(n_components=20).fit_transform(X)  # expect: preprocessing-outside-cv

accuracies = []
for train_index, test_index in KFold(n_splits=5, shuffle=True, random_state=0).split(reduced):
    model = LogisticRegression(max_iter=2000)
    model.fit(reduced[train_index], y[train_index])
    accuracies.append(model.score(reduced[test_index], y[test_index]))
print(np.mean(accuracies))
