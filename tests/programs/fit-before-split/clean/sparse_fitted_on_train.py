"""Both halves of the sparse matrix are learned from the training letters."""

import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler

letters = pd.read_json("letters.json")
train, test = train_test_split(letters, test_size=0.3, random_state=2)

tfidf = TfidfVectorizer(min_df=3).fit(train["body"])
scaler = RobustScaler().fit(train[["pages", "stamps"]])


def features(part):
    numbers = csr_matrix(scaler.transform(part[["pages", "stamps"]]))
    return hstack([tfidf.transform(part["body"]), numbers])


model = SGDClassifier().fit(features(train), train["angry"])
print(model.score(features(test), test["angry"]))
