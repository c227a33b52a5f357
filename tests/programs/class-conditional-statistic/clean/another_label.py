import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
train, test = train_test_split(cars, random_state=0)
train = train.assign(power=train["power"].fillna(train.groupby("fuel")["power"].transform("mean")))
X = train[["power", "weight"]]
model = LinearRegression().fit(X, train["price"])
print(model.score(test[["power", "weight"]], test["price"]))
