"""Everything that prediction needs is kept on one object, and the object is written."""
import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


class PriceModel:
    def __init__(self):
        self.imputer = SimpleImputer(strategy="median")
        self.scaler = StandardScaler()
        self.model = GradientBoostingRegressor(random_state=0)

    def fit(self, X, y):
        self.model.fit(self.scaler.fit_transform(self.imputer.fit_transform(X)), y)
        return self

    def predict(self, X):
        return self.model.predict(self.scaler.transform(self.imputer.transform(X)))


houses = pd.read_csv("houses.csv")
y = houses.pop("price")
X_train, X_test, y_train, y_test = train_test_split(houses, y, random_state=0)
prices = PriceModel().fit(X_train, y_train)
print(abs(prices.predict(X_test) - y_test).mean())
joblib.dump(prices, "prices.joblib")
