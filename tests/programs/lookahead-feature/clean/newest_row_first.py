import pandas as pd
from sklearn.linear_model import LinearRegression

rates = pd.read_csv("rates.csv", parse_dates=["date"])
rates = rates.sort_values("date", ascending=False)
rates["previous"] = rates["euro"].shift(-1)
rates = rates.dropna()
recent, old = rates[:200], rates[200:]
model = LinearRegression().fit(old[["previous"]], old["euro"])
print(model.score(recent[["previous"]], recent["euro"]))
