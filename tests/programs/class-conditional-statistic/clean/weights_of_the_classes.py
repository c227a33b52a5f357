import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("fraud.csv")
df["weight"] = 1.0
df.loc[df["fraud"] == 1, "weight"] = 20.0
train, test = train_test_split(df, random_state=0, stratify=df["fraud"])
columns = ["amount", "hour"]
model = LogisticRegression().fit(train[columns], train["fraud"], sample_weight=train["weight"])
print(model.score(test[columns], test["fraud"]))
