"""Two columns are scaled in place, on both sides."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv("loans.csv")
train, test = train_test_split(df, random_state=0)
train, test = train.copy(), test.copy()
columns = ["income", "amount"]
scaler = MinMaxScaler()
train[columns] = scaler.fit_transform(train[columns])
test[columns] = scaler.transform(test[columns])
model = LogisticRegression().fit(train.drop(columns=["default"]), train["default"])
print(model.score(test.drop(columns=["default"]), test["default"]))
