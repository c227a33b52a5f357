import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold

rides = pd.read_csv("rides.csv")
rides["hour"] = pd.to_datetime(rides["hour"])
rides["before"] = rides["count"].shift(1)
rides = rides.dropna()
X, y = rides[["before", "wind"]], rides["count"]
errors = []
for train, test in KFold(5, shuffle=True, random_state=0).split(X):  # expect: time-leak
    model = Ridge().fit(X.iloc[train], y.iloc[train])
    errors.append(mean_absolute_error(y.iloc[test], model.predict(X.iloc[test])))
print(sum(errors) / 5)
