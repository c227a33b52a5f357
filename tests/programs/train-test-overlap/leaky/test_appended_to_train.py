import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("telemetry.csv")
train, test = train_test_split(df, test_size=0.2, random_state=42)
extra = pd.read_csv("telemetry_2019.csv")

train_all = pd.concat([train, extra, test], ignore_index=True)  # expect: train-test-overlap

clf = RandomForestClassifier(n_estimators=200)
clf.fit(train_all.drop(columns="fault"), train_all["fault"])
prediction = clf.predict(test.drop(columns="fault"))
print(accuracy_score(test["fault"], prediction))
