"""The metric comes by a star import that cannot be read; its name and its arguments tell."""

import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

from our_metrics import *

loans = pd.read_csv("loans.csv")
loans[["income", "debt"]] = MinMaxScaler().fit_transform(  # expect: fit-before-split
    loans[["income", "debt"]]
)

known, unseen = train_test_split(loans, test_size=0.3, random_state=2)
model = LGBMClassifier().fit(known.drop(columns="default"), known["default"])
chance = model.predict_proba(unseen.drop(columns="default"))[:, 1]
print(print_scores(unseen["default"], chance))
