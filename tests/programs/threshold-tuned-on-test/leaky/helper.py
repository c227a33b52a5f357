"""A helper that returns the best cut."""
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split


def best_cut(truth, proba):
    scores = {}
    for cut in np.arange(0.1, 0.9, 0.01):
        labels = (proba > cut).astype(int)
        scores[cut] = balanced_accuracy_score(truth, labels)  # expect: threshold-tuned-on-test
    return max(scores.items(), key=lambda pair: pair[1])


df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["left"]), df["left"])
model = GradientBoostingClassifier().fit(X_train, y_train)
print(best_cut(y_test, model.predict_proba(X_test)[:, 1]))
