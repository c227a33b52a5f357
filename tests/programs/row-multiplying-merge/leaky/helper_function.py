import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def load(folder):
    trips = pd.read_parquet(f"{folder}/trips.parquet")
    zones = pd.read_csv(f"{folder}/zones.csv")
    trips = trips.merge(zones, left_on="from", right_on="zone")  # expect: row-multiplying-merge
    return trips.drop(columns=["zone", "from"])


def main():
    trips = load("data")
    y = trips.pop("minutes")
    X_train, X_test, y_train, y_test = train_test_split(trips, y, random_state=0)
    model = LGBMRegressor().fit(X_train, y_train)
    print(mean_absolute_error(y_test, model.predict(X_test)))


if __name__ == "__main__":
    main()
