"""A function that cannot be read parts the rows; only the names of its results tell how."""

import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import mean_absolute_error
from sklearn.neighbors import KNeighborsRegressor

import our_windows

rides = pd.read_csv("rides.csv")
features = rides.drop(columns=["count"])

components = PCA(n_components=5, random_state=0).fit_transform(features)  # expect: fit-before-split
train_x, test_x, train_y, test_y = our_windows.part(components, rides["count"], last_days=30)

model = KNeighborsRegressor().fit(train_x, train_y)
print("error", mean_absolute_error(test_y, model.predict(test_x)))
