import pandas as pd

weather = pd.read_csv("weather.csv")
weather = weather.dropna(inplace=True)  # expect: inplace-result-assigned
print(weather)
