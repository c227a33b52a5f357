import pandas as pd


def clean(frame):
    frame.columns = [name.lower() for name in frame.columns]
    frame.dropna(subset=["price"])  # expect: discarded-result
    frame["price"].astype(float)  # expect: discarded-result
    return frame


def main():
    cars = clean(pd.read_csv("data/cars.csv"))
    print(cars.groupby("brand")["price"].median())


if __name__ == "__main__":
    main()
