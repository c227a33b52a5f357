"""A class that keeps the best depth by its test accuracy."""
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier


class Experiment:
    def __init__(self, path):
        data = pd.read_csv(path)
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(
            data.drop(columns=["label"]), data["label"], random_state=0
        )
        self.best_depth = None
        self.best_accuracy = 0.0

    def run(self, depths):
        for depth in depths:
            tree = DecisionTreeClassifier(max_depth=depth, random_state=0)
            tree.fit(self.X_train, self.y_train)
            accuracy = accuracy_score(self.y_test, tree.predict(self.X_test))  # expect: test-set-reuse
            if accuracy > self.best_accuracy:
                self.best_accuracy = accuracy
                self.best_depth = depth
        return self.best_depth, self.best_accuracy


if __name__ == "__main__":
    print(Experiment("mushrooms.csv").run(range(1, 25)))
