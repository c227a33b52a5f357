import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

orders = pd.read_csv("orders.csv", parse_dates=["date"]).sort_values("date")
orders["gap"] = orders.groupby("customer")["date"].diff()
table = orders.groupby("customer").agg({"gap": "mean", "amount": "sum"})
churned = pd.read_csv("churned.csv")
table = table.reset_index().merge(churned, on="customer", validate="one_to_one")
X, y = table[["gap", "amount"]], table["churned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(RandomForestClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
