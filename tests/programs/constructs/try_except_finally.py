import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

try:
    df = pd.read_csv("genes.csv")
except FileNotFoundError:
    raise SystemExit("no data")
else:
    X, y = df.drop(columns=["ill"]), df["ill"]
finally:
    print("read")
selector = SelectKBest(f_classif, k=20)
try:
    X = selector.fit_transform(X, y)  # leaky expect
    print("chosen")
except ValueError as error:
    print(error)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = selector.fit_transform(X_train, y_train)  # clean
X_test = selector.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
