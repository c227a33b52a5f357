"""Attributes keep the best seed."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split


class Luck:
    best_score = 0.0
    best_seed = None

    def search(self, X, y):
        for seed in range(30):
            X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=seed)  # expect: split-seed-search
            model = LogisticRegression().fit(X_train, y_train)
            score = f1_score(y_test, model.predict(X_test))
            if score > self.best_score:
                self.best_score = score
                self.best_seed = seed


df = pd.read_csv("churn.csv")
luck = Luck()
luck.search(df.drop(columns=["left"]), df["left"])
print(luck.best_seed, luck.best_score)
