import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

titanic = pd.read_csv("titanic.csv")
train, test = train_test_split(titanic, random_state=0)
train = train.assign(age=train["age"].fillna(train.groupby("pclass")["age"].transform("median")))
model = LogisticRegression().fit(train[["age", "fare"]], train["survived"])
print(model.score(test[["age", "fare"]].dropna(), test["survived"][test["age"].notna()]))
