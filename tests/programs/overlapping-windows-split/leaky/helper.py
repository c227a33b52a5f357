import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split


def create_dataset(dataset, look_back=10):
    X, y = [], []
    for i in range(len(dataset) - look_back - 1):
        X.append(dataset[i : (i + look_back)])
        y.append(dataset[i + look_back])
    return np.array(X), np.array(y)


series = pd.read_csv("passengers.csv")["passengers"].values
X, y = create_dataset(series)
X_train, X_test, y_train, y_test = train_test_split(  # expect: overlapping-windows-split
    X, y, test_size=0.33
)
model = RandomForestRegressor().fit(X_train, y_train)
print(model.score(X_test, y_test))
