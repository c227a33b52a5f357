import pandas as pd
from sklearn.cluster import KMeans


class Segments:
    def __init__(self, path):
        self.columns = ["age", "income"]
        self.path = path

    def run(self):
        clients = pd.read_csv(self.path).drop_duplicates()
        labels = KMeans(4, n_init=10).fit_predict(clients[self.columns])
        clients["segment"] = pd.Series(labels)  # expect: misaligned-index
        return clients


print(Segments("clients.csv").run())
