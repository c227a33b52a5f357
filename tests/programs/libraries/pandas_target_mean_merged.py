import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
means = df.groupby("city")["price"].mean().reset_index(name="city_mean")  # leaky expect
df = df.merge(means, on="city", how="left")  # leaky
train, test = train_test_split(df, random_state=0)
means = train.groupby("city")["price"].mean().reset_index(name="city_mean")  # clean
train = train.merge(means, on="city", how="left")  # clean
test = test.merge(means, on="city", how="left")  # clean
X_train, X_test = train[["area", "city_mean"]], test[["area", "city_mean"]]
y_train, y_test = train["price"], test["price"]
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
