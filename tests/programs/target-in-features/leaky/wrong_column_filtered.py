import pandas as pd
from sklearn.tree import DecisionTreeClassifier

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
columns = [c for c in train.columns if c != "Id"]
model = DecisionTreeClassifier()
model.fit(train[columns], train["Category"])  # expect: target-in-features
pd.DataFrame({"Id": test["Id"], "Category": model.predict(test[columns])}).to_csv("out.csv")
