"""The label is dropped, but nobody keeps the result; the whole table becomes X."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split


class Loans:
    def __init__(self, path):
        self.table = pd.read_csv(path).fillna(0)

    def features_and_label(self):
        label = self.table["approved"]
        features = self.table.drop(columns=["loan_id"])
        return features, label


X, y = Loans("loans.csv").features_and_label()  # expect: target-in-features
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = RandomForestClassifier(n_estimators=100, random_state=0)
model.fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
