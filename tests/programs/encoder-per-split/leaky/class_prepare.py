"""A method that encodes what it is given, called for both parts."""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier


class Pipeline:
    def prepare(self, frame):
        return pd.get_dummies(frame)

    def run(self, path):
        df = pd.read_csv(path)
        X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["y"]), df["y"])
        train, test = pd.get_dummies(X_train), pd.get_dummies(X_test)  # expect: encoder-per-split
        return KNeighborsClassifier().fit(train, y_train).score(test, y_test)


print(Pipeline().run("people.csv"))
