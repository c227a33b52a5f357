import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import TimeSeriesSplit, train_test_split

df = pd.read_csv("electricity.csv", parse_dates=["time"]).sort_values("time")
df["last_hour"] = df["load"].shift(1)
df = df.dropna()
X, y = df[["last_hour", "temperature"]], df["load"]
X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
for train, test in TimeSeriesSplit(3).split(X_train):
    fold = LinearRegression().fit(X_train.iloc[train], y_train.iloc[train])
    print(fold.score(X_train.iloc[test], y_train.iloc[test]))
