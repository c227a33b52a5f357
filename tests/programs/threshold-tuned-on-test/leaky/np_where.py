"""Labels by np.where."""
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("rain.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["rain"]), df["rain"])
booster = XGBClassifier().fit(X_train, y_train)
y_prob = booster.predict_proba(X_test)[:, 1]
accuracies = []
cuts = np.linspace(0.2, 0.8, 61)
for cut in cuts:
    y_label = np.where(y_prob > cut, 1, 0)
    accuracies.append(accuracy_score(y_test, y_label))  # expect: threshold-tuned-on-test
best = np.argmax(accuracies)
print(cuts[best], accuracies[best])
