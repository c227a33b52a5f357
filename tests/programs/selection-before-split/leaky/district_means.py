import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("listings.csv")
means = df.groupby("district")["price"].mean()  # expect: selection-before-split
df["district_price"] = df["district"].map(means)
df["other"] = df.groupby("host")["price"].transform("mean")  # expect: selection-before-split
X = df[["district_price", "rooms", "other"]]
y = df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LinearRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
