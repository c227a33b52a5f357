"""Rows are drawn with replacement, but only to get an interval for the score."""
import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeCV
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

table = pd.read_csv("concrete.csv")
X_train, X_test, y_train, y_test = train_test_split(
    table.drop(columns="strength"), table["strength"], test_size=0.3, random_state=0
)
model = RidgeCV(alphas=np.logspace(-3, 3, 13)).fit(X_train, y_train)
predicted = model.predict(X_test)
print("R2", r2_score(y_test, predicted))

draws = []
for seed in range(500):
    truth, guess = resample(y_test.to_numpy(), predicted, replace=True, random_state=seed)
    draws.append(r2_score(truth, guess))
low, high = np.percentile(draws, [2.5, 97.5])
print(f"95 % interval {low:.3f} to {high:.3f}")
