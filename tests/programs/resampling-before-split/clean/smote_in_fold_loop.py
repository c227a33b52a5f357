import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold

df = pd.read_csv("creditcard.csv")
X = df.drop(columns="Class").values
y = df["Class"].values
scores = []
for train_index, test_index in StratifiedKFold(n_splits=5, shuffle=True).split(X, y):
    X_train, X_test = X[train_index], X[test_index]
    y_train, y_test = y[train_index], y[test_index]
    X_train, y_train = SMOTE().fit_resample(X_train, y_train)
    model = RandomForestClassifier().fit(X_train, y_train)
    scores.append(average_precision_score(y_test, model.predict_proba(X_test)[:, 1]))
print(np.mean(scores))
