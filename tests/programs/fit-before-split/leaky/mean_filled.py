import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

housing = pd.read_csv("housing.csv")
median = housing["total_bedrooms"].median()  # expect: fit-before-split
housing["total_bedrooms"] = housing["total_bedrooms"].fillna(median)

X = housing.drop(columns=["median_house_value", "ocean_proximity"])
y = housing["median_house_value"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
forest = RandomForestRegressor(random_state=42)
forest.fit(X_train, y_train)
print(mean_absolute_error(y_test, forest.predict(X_test)))
