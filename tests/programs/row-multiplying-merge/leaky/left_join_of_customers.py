import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

orders = pd.read_csv("orders.csv", parse_dates=["placed"])
customers = pd.read_csv("customers.csv")

data = pd.merge(orders, customers, how="left", on="customer_id")  # expect: row-multiplying-merge
data = data.fillna({"city": "unknown"})
X = data[["amount", "items", "age"]]
y = data["returned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
model = RandomForestClassifier(n_estimators=300, random_state=1)
model.fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
