import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
per_city = df.groupby("city").agg(city_mean=("price", "mean"), n=("price", "size"))  # leaky expect
df = df.join(per_city, on="city")  # leaky
y = df.pop("price")
X_train, X_test, y_train, y_test = train_test_split(df, y, random_state=0)
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
