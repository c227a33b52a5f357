import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(cars[["power"]], cars["price"], random_state=0)
model = LinearRegression().fit(X_train, y_train)
X_test["predicted"] = pd.Series(model.predict(X_test))  # expect: misaligned-index
X_test.to_csv("out.csv")
