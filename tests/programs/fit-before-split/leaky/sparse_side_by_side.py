"""Words and numbers of all letters become one sparse matrix, and that is split."""

import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler

letters = pd.read_json("letters.json")
words = TfidfVectorizer(min_df=3).fit_transform(letters["body"])  # expect: fit-before-split
counts = RobustScaler().fit_transform(letters[["pages", "stamps"]])  # expect: fit-before-split
X = hstack([words, csr_matrix(counts)]).tocsr()

X_train, X_test, y_train, y_test = train_test_split(X, letters["angry"], test_size=0.3)
model = SGDClassifier().fit(X_train, y_train)
print(classification_report(y_test, model.predict(X_test)))
