import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

from features import build

df = pd.read_csv("visits.csv")
y = df["bought"]
numbers = df.select_dtypes(include="number")
dummies = pd.get_dummies(df[["country", "browser"]])
X = numbers.join(dummies)
X_train, X_test, y_train, y_test = train_test_split(build(X), y, random_state=0)
print(GradientBoostingClassifier().fit(X_train, y_train).score(X_test, y_test))
