import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Run:
    pass


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect
run = Run()
names = ("X_train", "X_test", "y_train", "y_test")
for name, part in zip(names, train_test_split(X, y, random_state=0)):
    setattr(run, name, part)
run.X_train = selector.fit_transform(run.X_train, run.y_train)  # clean
run.X_test = selector.transform(run.X_test)  # clean
model = LogisticRegression().fit(run.X_train, run.y_train)
print(model.score(run.X_test, run.y_test))
