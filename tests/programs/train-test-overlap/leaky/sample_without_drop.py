import pandas as pd
from sklearn.neighbors import KNeighborsClassifier

penguins = pd.read_csv("penguins.csv").dropna()
test = penguins.sample(frac=0.3, random_state=1)  # expect: train-test-overlap
train = penguins

columns = ["bill_length", "bill_depth", "body_mass"]
knn = KNeighborsClassifier(n_neighbors=3)
knn.fit(train[columns], train["species"])
print(knn.score(test[columns], test["species"]))
