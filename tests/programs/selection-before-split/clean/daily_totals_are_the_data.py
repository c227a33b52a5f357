import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
sales = pd.read_csv("sales.csv")
daily = sales.groupby(["date", "promo", "store"])["amount"].sum().reset_index()
X = daily[["promo", "store"]]
y = daily["amount"]
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LinearRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
