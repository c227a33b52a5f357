import pandas as pd
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class Forecaster:
    def __init__(self, path):
        self.data = pd.read_csv(path, parse_dates=["day"]).sort_values("day")
        self.model = make_pipeline(StandardScaler(), Lasso())

    def features(self):
        self.data["diff"] = self.data["level"].diff()
        self.data["smooth"] = self.data["rain"].ewm(span=5).mean()
        return self.data.dropna()

    def run(self):
        table = self.features()
        X = table[["diff", "smooth"]]
        y = table["flow"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=True)  # expect: time-leak
        self.model.fit(X_train, y_train)
        return self.model.score(X_test, y_test)


print(Forecaster("river.csv").run())
