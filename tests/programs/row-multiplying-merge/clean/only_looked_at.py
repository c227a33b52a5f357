import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
sales = pd.read_csv("sales.csv")
both = houses.merge(sales, on="house", how="left")
both.plot.scatter("area", "days")
plt.show()

X_train, X_test, y_train, y_test = train_test_split(
    houses[["area", "rooms"]], houses["price"], random_state=0
)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
