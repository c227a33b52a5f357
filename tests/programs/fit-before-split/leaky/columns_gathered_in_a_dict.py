"""Columns are standardised one by one and put together by a dict; a function knows its class."""

import pandas as pd
from missingpy import MissForest
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

crew = pd.read_csv("crew.csv")
crew["age"] = (crew["age"] - crew["age"].mean()) / crew["age"].std()  # expect: fit-before-split
chosen = pd.DataFrame({"age": crew["age"], "rank": crew["rank"], "pay": crew["pay"]})
filled = MissForest().fit_transform(chosen)  # expect: fit-before-split

train_x, test_x, train_y, test_y = train_test_split(filled, crew["saved"], random_state=8)
print(LinearSVC().fit(train_x, train_y).score(test_x, test_y))
