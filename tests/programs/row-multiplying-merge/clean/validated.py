import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

orders = pd.read_csv("orders.csv")
customers = pd.read_csv("customers.csv")
data = orders.merge(customers, on="customer_id", how="left", validate="many_to_one")
X, y = data[["amount", "age"]], data["returned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(RandomForestClassifier().fit(X_train, y_train).score(X_test, y_test))
