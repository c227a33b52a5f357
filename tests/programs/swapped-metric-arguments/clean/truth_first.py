"""The documented order."""
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("price", axis=1), df["price"])
lr = LinearRegression().fit(X_train, y_train)
print(r2_score(y_test, lr.predict(X_test)))
