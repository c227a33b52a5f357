import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("fraud.csv")
train, test = train_test_split(df, test_size=0.3)

np.random.seed(1234)  # expect: late-seed
features = ["amount", "hour"]
model = RandomForestClassifier(n_estimators=100)
model.fit(train[features], train["fraud"])
print("accuracy:", model.score(test[features], test["fraud"]))
