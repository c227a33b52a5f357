import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
flats["price_per_m2"] = flats["price"] / flats["area"]  # expect: target-derived-feature
X = flats.drop("price", axis=1)
y = flats["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
