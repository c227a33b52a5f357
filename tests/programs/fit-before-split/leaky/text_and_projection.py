import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

reviews = pd.read_csv("reviews.csv")
vectorizer = TfidfVectorizer(max_features=5000, stop_words="english")
tfidf = vectorizer.fit_transform(reviews["text"])  # expect: fit-before-split
svd = TruncatedSVD(n_components=100)
features = svd.fit_transform(tfidf)  # expect: fit-before-split
X_train, X_test, y_train, y_test = train_test_split(features, reviews["stars"])
clf = SGDClassifier(loss="log_loss")
clf.fit(X_train, y_train)
print(classification_report(y_test, clf.predict(X_test)))
