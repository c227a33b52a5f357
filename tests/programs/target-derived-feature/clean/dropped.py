import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

wine = pd.read_csv("wine.csv")
wine["good"] = (wine["quality"] >= 7).astype(int)
X = wine.drop(["quality", "good"], axis=1)
X_train, X_test, y_train, y_test = train_test_split(X, wine["good"], random_state=0)
print(RandomForestClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
