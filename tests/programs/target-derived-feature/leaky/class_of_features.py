import pandas as pd
from sklearn.ensemble import RandomForestRegressor


class Delay:
    def __init__(self, path):
        self.flights = pd.read_csv(path)

    def table(self):
        flights = self.flights
        flights["is_late"] = (flights["delay"] > 15).astype(int)  # expect: target-derived-feature
        return flights[["distance", "hour", "is_late"]], flights["delay"]


X, y = Delay("flights.csv").table()
model = RandomForestRegressor(random_state=0).fit(X[:9000], y[:9000])
print(model.score(X[9000:], y[9000:]))
