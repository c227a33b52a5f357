import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

X, y = load_breast_cancer(return_X_y=True)
scores = []
for run in range(20):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=run)
    model = RandomForestClassifier(random_state=run).fit(X_train, y_train)
    scores.append(model.score(X_test, y_test))
print(np.mean(scores), np.std(scores))
