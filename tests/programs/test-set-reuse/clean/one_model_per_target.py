"""Three targets, three models: no choice between them."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

weather = pd.read_csv("weather.csv")
targets = weather[["rain", "wind", "sun"]]
features = weather.drop(columns=["rain", "wind", "sun"])
X_train, X_test, T_train, T_test = train_test_split(features, targets, random_state=0)

rain = RandomForestRegressor(random_state=0).fit(X_train, T_train["rain"])
print("rain", mean_absolute_error(T_test["rain"], rain.predict(X_test)))
wind = RandomForestRegressor(random_state=0).fit(X_train, T_train["wind"])
print("wind", mean_absolute_error(T_test["wind"], wind.predict(X_test)))
sun = RandomForestRegressor(random_state=0).fit(X_train, T_train["sun"])
print("sun", mean_absolute_error(T_test["sun"], sun.predict(X_test)))
