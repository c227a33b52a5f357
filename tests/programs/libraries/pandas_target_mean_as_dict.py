import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("clicks.csv")
rates = df.groupby("site")["clicked"].mean().to_dict()  # leaky expect
df["rate"] = df["site"].map(rates)  # leaky
df["rate"] = df["site"].map({"a": 0.1, "b": 0.2})  # clean
X, y = df[["rate", "hour"]], df["clicked"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
