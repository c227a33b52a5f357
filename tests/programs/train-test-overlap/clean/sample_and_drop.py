import pandas as pd
from sklearn.svm import SVC

seeds = pd.read_csv("seeds.csv")
train = seeds.sample(frac=0.8, random_state=200)
test = seeds.drop(train.index)

svc = SVC()
svc.fit(train.iloc[:, :-1], train.iloc[:, -1])
print(svc.score(test.iloc[:, :-1], test.iloc[:, -1]))
