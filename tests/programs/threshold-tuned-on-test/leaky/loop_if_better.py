"""F1 at every threshold on the test set."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("fraud.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["Class"]), df["Class"])
model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
probabilities = model.predict_proba(X_test)[:, 1]
best_f1, best_t = 0, 0
for t in np.linspace(0, 1, 101):
    f1 = f1_score(y_test, probabilities >= t)  # expect: threshold-tuned-on-test
    if f1 > best_f1:
        best_f1, best_t = f1, t
print(best_t, best_f1)
