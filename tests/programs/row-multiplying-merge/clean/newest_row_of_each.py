import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
balances = pd.read_csv("balances.csv")
newest = balances.groupby("loan")["month"].idxmax()
loans = loans.merge(balances.loc[newest, ["loan", "balance"]], on="loan", how="left")
X, y = loans[["amount", "balance"]].fillna(0), loans["late"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
