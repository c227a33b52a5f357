"""Columns are kept by their correlation with the target, computed on every row there is."""
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

# %%
cars = pd.read_csv("used_cars.csv")
cars["age"] = 2024 - cars["year"]
cars = cars.drop(columns=["vin", "year"]).dropna()
cars = pd.get_dummies(cars, columns=["fuel", "gearbox"], dtype=float)

# %%
correlations = cars.corr(numeric_only=True)["price"].abs().sort_values(ascending=False)  # expect: selection-before-split
kept = correlations[correlations > 0.15].index.drop("price")
print(len(kept), "columns kept")

# %%
X_train, X_test, y_train, y_test = train_test_split(
    cars[kept], np.log(cars["price"]), test_size=0.2, random_state=99
)
booster = xgb.XGBRegressor(n_estimators=600, learning_rate=0.05, max_depth=5)
booster.fit(X_train, y_train)
print("R2:", r2_score(y_test, booster.predict(X_test)))
