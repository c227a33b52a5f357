"""All rows are fitted and all rows are judged."""
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error


def train(path):
    data = pd.read_csv(path)
    X, y = data.drop(columns=["price"]), data["price"]
    model = GradientBoostingRegressor(random_state=0)
    model.fit(X, y)
    print("MAE", mean_absolute_error(y, model.predict(X)))  # expect: score-on-train
    return model


if __name__ == "__main__":
    train("houses.csv")
