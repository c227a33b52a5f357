import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

churn = pd.read_csv("churn.csv")
churn.drop("customer_id", axis=1, inplace=True)
y = churn["left"]
X = churn  # expect: target-in-features
X.drop(columns=["left"])

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
model = RandomForestClassifier().fit(X_train, y_train)
print(model.score(X_test, y_test))
