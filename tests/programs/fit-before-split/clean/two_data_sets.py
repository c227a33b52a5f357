"""One data set is scaled whole and only clustered; another one is split and scaled afterwards."""
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

shops = pd.read_csv("shops.csv", index_col=0)
scaler = StandardScaler()
shops_scaled = scaler.fit_transform(shops[["area", "staff", "rent"]])
shops["group"] = KMeans(4, n_init=10, random_state=0).fit_predict(shops_scaled)
shops.groupby("group").mean(numeric_only=True).to_csv("groups.csv")

clients = pd.read_csv("clients.csv")
X = clients[["age", "visits", "basket"]]
y = clients["returned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=8)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
print("AUC", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
