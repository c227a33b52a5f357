"""The spread over the splits as quantiles of a table."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
rows = []
for seed in range(20):
    train, test = train_test_split(df, random_state=seed)
    forest = RandomForestClassifier(random_state=0)
    forest.fit(train.drop(columns=["ill"]), train["ill"])
    rows.append({"seed": seed, "score": forest.score(test.drop(columns=["ill"]), test["ill"])})
print(pd.DataFrame(rows)["score"].describe())
