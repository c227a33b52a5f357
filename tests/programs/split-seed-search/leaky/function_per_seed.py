"""A helper splits and scores; the caller keeps the maximum."""
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

df = pd.read_csv("iris.csv")
results = {}
for seed in [0, 1, 7, 13, 42, 101]:
    train, test = train_test_split(df, random_state=seed)  # expect: split-seed-search
    nb = GaussianNB().fit(train.drop(columns=["species"]), train["species"])
    predicted = nb.predict(test.drop(columns=["species"]))
    results[seed] = accuracy_score(test["species"], predicted)
lucky = max(results, key=results.get)
print("use random_state =", lucky)
