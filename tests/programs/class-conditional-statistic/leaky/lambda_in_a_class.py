import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier


class Study:
    def __init__(self, path):
        self.table = pd.read_csv(path)

    def clean(self):
        table = self.table
        filled = table.groupby("survived")["age"].transform(  # expect: class-conditional-statistic
            lambda s: s.fillna(s.mean())
        )
        table["age"] = filled
        return table[["age", "fare"]], table["survived"]


X, y = Study("titanic.csv").clean()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
tree = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print(tree.score(X_test, y_test))
