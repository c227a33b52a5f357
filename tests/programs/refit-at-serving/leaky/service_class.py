import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import load_model


class Forecaster:
    def __init__(self, path):
        self.model = load_model(path)
        self.scaler = MinMaxScaler()

    def forecast(self, history: pd.DataFrame):
        window = self.scaler.fit_transform(history)  # expect: refit-at-serving
        return self.model.predict(window)


if __name__ == "__main__":
    forecaster = Forecaster("lstm.keras")
    print(forecaster.forecast(pd.read_csv("last_60_days.csv")))
