import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
means = df.groupby("city")["price"].mean()  # leaky expect
df["city_mean"] = df["city"].map(means)  # leaky
train, test = train_test_split(df, random_state=0)
means = train.groupby("city")["price"].mean()  # clean
train = train.assign(city_mean=train["city"].map(means))  # clean
test = test.assign(city_mean=test["city"].map(means))  # clean
columns = ["area", "city_mean"]
model = RandomForestRegressor(random_state=0).fit(train[columns], train["price"])
print(model.score(test[columns], test["price"]))
