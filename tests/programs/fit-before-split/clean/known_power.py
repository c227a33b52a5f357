"""A power that is written down learns nothing, and z-scores of the training part are its own."""

import pandas as pd
from scipy import stats
from sklearn.model_selection import train_test_split
from sklearn.svm import SVR

songs = pd.read_csv("songs.csv")
plays = songs.pop("plays")
songs["length"] = stats.boxcox(songs["length"] + 1, lmbda=0.3)
X_train, X_test, y_train, y_test = train_test_split(songs, plays, random_state=1)
outliers = abs(stats.zscore(X_train["likes"])) > 3
model = SVR().fit(X_train[~outliers], y_train[~outliers])
print(model.score(X_test, y_test))
