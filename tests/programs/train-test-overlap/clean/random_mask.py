import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

cars = pd.read_csv("cars.csv")
mask = np.random.rand(len(cars)) < 0.8
train, test = cars[mask], cars[~mask]
model = LinearRegression().fit(train[["power"]], train["price"])
print(model.score(test[["power"]], test["price"]))

order = np.random.permutation(len(cars))
cut = int(len(cars) * 0.7)
train_rows, test_rows = order[:cut], order[cut:]
model = LinearRegression().fit(cars.iloc[train_rows][["power"]], cars.iloc[train_rows]["price"])
print(model.score(cars.iloc[test_rows][["power"]], cars.iloc[test_rows]["price"]))
