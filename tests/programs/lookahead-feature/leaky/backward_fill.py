import pandas as pd
from sklearn.linear_model import Ridge

sensor = pd.read_csv("sensor.csv", parse_dates=["time"]).sort_values("time")
sensor["pressure"] = sensor["pressure"].bfill()  # expect: lookahead-feature

X = sensor[["pressure", "flow"]]
y = sensor["wear"]
model = Ridge().fit(X[:700], y[:700])
print(model.score(X[700:], y[700:]))
