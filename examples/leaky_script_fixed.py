"""Predict relapse from gene expression. The genes are pure noise, and the score says so."""

import numpy as np
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(0)
genes = rng.normal(size=(200, 1000))
relapse = rng.integers(0, 2, size=200)

X_train, X_test, y_train, y_test = train_test_split(genes, relapse, test_size=0.25, random_state=0)

selector = SelectKBest(f_classif, k=20)
X_train = selector.fit_transform(X_train, y_train)
X_test = selector.transform(X_test)

scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

model = LogisticRegression(max_iter=1000)
model.fit(X_train, y_train)
print(f"accuracy: {accuracy_score(y_test, model.predict(X_test)):.2f}")
