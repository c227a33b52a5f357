"""Two pipelines, one prediction scored twice."""
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

mails = pd.read_csv("mails.csv")
X_train, X_test, y_train, y_test = train_test_split(mails["text"], mails["spam"])
counts = make_pipeline(CountVectorizer(), SGDClassifier()).fit(X_train, y_train)
with_counts = counts.predict(X_test)
f1_counts = f1_score(y_test, with_counts)
tfidf = make_pipeline(TfidfVectorizer(), SGDClassifier()).fit(X_train, y_train)
with_tfidf = tfidf.predict(X_test)
f1_tfidf = f1_score(y_test, with_counts)  # expect: stale-predictions
print(f1_counts, f1_tfidf)
