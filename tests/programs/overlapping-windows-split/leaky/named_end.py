"""The end of each window has a name of its own."""

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split


def pieces(table, width):
    found, answers = [], []
    for start in range(len(table)):
        stop = start + width
        if stop > len(table):
            break
        found.append(table[start:stop, :-1].ravel())
        answers.append(table[stop - 1, -1])
    return np.array(found), np.array(answers)


signals = pd.read_csv("signals.csv").to_numpy()
windows, gestures = pieces(signals, 40)
w_train, w_test, g_train, g_test = train_test_split(  # expect: overlapping-windows-split
    windows, gestures, shuffle=True, random_state=1
)
forest = ExtraTreesClassifier(random_state=1).fit(w_train, g_train)
print(forest.score(w_test, g_test))
