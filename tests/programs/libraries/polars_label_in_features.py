import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pl.read_csv("loans.csv")
X = df.drop("id")  # leaky expect: target-in-features
X = df.drop("id", "default")  # clean
y = df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
