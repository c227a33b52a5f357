import category_encoders as ce
import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split


class PriceModel:
    def __init__(self, columns):
        self.encoder = ce.CatBoostEncoder(cols=columns)
        self.model = lgb.LGBMRegressor(n_estimators=500)

    def encode(self, frame, price):
        return self.encoder.fit_transform(frame, price)  # expect: selection-before-split

    def evaluate(self, frame, price):
        encoded = self.encode(frame, price)
        x_train, x_test, y_train, y_test = train_test_split(encoded, price, test_size=0.1)
        self.model.fit(x_train, y_train)
        return mean_squared_error(y_test, self.model.predict(x_test)) ** 0.5


listings = pd.read_parquet("listings.parquet")
model = PriceModel(["district", "host"])
print(model.evaluate(listings.drop(columns=["price"]), listings["price"]))
