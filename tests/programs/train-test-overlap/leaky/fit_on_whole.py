import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

flats = pd.read_csv("data/flats.csv")
flats = flats.dropna(subset=["rent"])
features = flats[["area", "rooms", "floor", "year"]]
rent = flats["rent"]

X_tr, X_te, y_tr, y_te = train_test_split(features, rent, test_size=0.25, random_state=3)

model = GradientBoostingRegressor()
model.fit(features, rent)  # expect: train-test-overlap

predicted = model.predict(X_te)
print("MAE", mean_absolute_error(y_te, predicted))
