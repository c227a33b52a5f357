import joblib
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

df = pd.read_csv("reviews.csv")
tfidf = TfidfVectorizer()
svc = LinearSVC().fit(tfidf.fit_transform(df["text"]), df["stars"])
joblib.dump({"vectorizer": tfidf, "model": svc, "version": 3}, "reviews.joblib")
