import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("credit.csv")
X, y = df.drop("default", axis=1), df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25)  # expect: unseeded-randomness
forest = RandomForestClassifier(n_estimators=300)
forest.fit(X_train, y_train)
print(f1_score(y_test, forest.predict(X_test)))
