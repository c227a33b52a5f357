import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("electricity.csv", parse_dates=["time"])
df["last_hour"] = df["load"].shift(1)
df["last_day"] = df["load"].shift(24)
df.dropna(inplace=True)

X = df[["last_hour", "last_day", "temperature"]]
y = df["load"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)  # expect: time-leak
model = LinearRegression()
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
