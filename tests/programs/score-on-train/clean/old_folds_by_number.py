"""The folds of scikit-learn before 0.18, put into a list and taken by number."""

import numpy as np
import pandas as pd
from sklearn.cross_validation import StratifiedKFold
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

wells = pd.read_csv("wells.csv")
state = wells.pop("state")
features = wells.values
rounds = 8

folds = list(StratifiedKFold(state, rounds))
losses = np.zeros(rounds)
for i in xrange(rounds):
    fit_on, left_out = folds[i]
    model = LogisticRegression(C=3.0)
    model.fit(features[fit_on, :], state[fit_on])
    losses[i] = log_loss(state[left_out], model.predict_proba(features[left_out, :]))
print(losses.mean())
