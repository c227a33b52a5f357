"""The search is an attribute."""
import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsRegressor


class Tuner:
    def __init__(self, path):
        self.data = pd.read_csv(path)
        self.search = GridSearchCV(KNeighborsRegressor(), {"n_neighbors": [1, 3, 5, 9]})

    def run(self):
        self.search.fit(self.data[["lat", "lon"]], self.data["price"])
        print("R2", self.search.best_score_)  # expect: cv-score-as-final


Tuner("flats.csv").run()
