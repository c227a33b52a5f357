import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("churn.csv")
X = df
y = df["left"].map({"yes": 1, "no": 0})
df.drop(["left", "customer_id"], axis=1, inplace=True)

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(RandomForestClassifier().fit(X_train, y_train).score(X_test, y_test))
