import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

np.random.seed(42)
df = pd.read_csv("bikes.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["temp", "hum"]], df["count"])
print(RandomForestRegressor().fit(X_train, y_train).score(X_test, y_test))
