import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.utils import shuffle

df = pd.read_csv("mails.csv")
X = df[["length", "links"]].values
y = df["spam"].values
X, y = shuffle(X, y, random_state=1)
model = LogisticRegression().fit(X[:800], y[:800])
print(model.score(X[800:], y[800:]))
