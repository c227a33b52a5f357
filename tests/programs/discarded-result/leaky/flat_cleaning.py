import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

loans = pd.read_csv("data/loans.csv")
loans.drop_duplicates()  # expect: discarded-result
loans["income"].fillna(0)  # expect: discarded-result
loans = loans.rename(columns={"DEFAULT": "default"})

y = loans["default"]
X = loans[["income", "age", "amount"]]
print(cross_val_score(LogisticRegression(max_iter=1000), X, y, cv=5, scoring="roc_auc").mean())
