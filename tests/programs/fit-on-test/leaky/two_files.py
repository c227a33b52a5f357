import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.metrics import f1_score
from sklearn.naive_bayes import MultinomialNB

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
vectorizer = TfidfVectorizer()
X_train = vectorizer.fit_transform(train.text)
X_test = vectorizer.transform(test.text)
selector = SelectKBest(chi2, k=1000)
X_train = selector.fit_transform(X_train, train.label)
X_test = selector.fit_transform(X_test, test.label)  # expect: fit-on-test
nb = MultinomialNB()
nb.fit(X_train, train.label)
print(f1_score(test.label, nb.predict(X_test), average="macro"))
