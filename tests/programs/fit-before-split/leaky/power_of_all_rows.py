"""Box and Cox's power, z-scores and means of groups are taken over rows of both parts."""

import pandas as pd
from scipy import stats
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.svm import SVR

songs = pd.read_csv("songs.csv")
plays = songs.pop("plays")
songs["length"], power = stats.boxcox(songs["length"] + 1)  # expect: fit-before-split
print(power)

songs["likes"] = stats.zscore(songs["likes"])  # expect: fit-before-split
print(songs["likes"].max())

typical = {}
for genre in songs["genre"].unique():
    typical[genre] = songs[songs["genre"] == genre]["bpm"].median()  # expect: fit-before-split
songs["typical_bpm"] = songs["genre"].map(typical)

X_train, X_test, y_train, y_test = train_test_split(songs.drop(columns="genre"), plays)
model = SVR().fit(X_train, y_train)
print(mean_absolute_error(y_test, model.predict(X_test)))
