import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
train, test = train_test_split(cars, random_state=0)
model = LinearRegression().fit(train[["power"]], train["price"])
test["predicted"] = model.predict(test[["power"]])
test["again"] = pd.Series(model.predict(test[["power"]]), index=test.index)
