import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
makers = pd.DataFrame({"maker": ["VW", "Fiat", "Seat"], "country": [0, 1, 2]})
cars = cars.merge(makers, on="maker", how="left")
X_train, X_test, y_train, y_test = train_test_split(
    cars[["country", "power"]], cars["price"], random_state=0
)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
