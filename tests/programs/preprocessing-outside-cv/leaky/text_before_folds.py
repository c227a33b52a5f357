"""The vectoriser and its idf weights come from all reviews, the folds from the matrix."""
import re

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

TAG = re.compile(r"<[^>]+>")


def clean(text):
    return TAG.sub(" ", text).lower()


reviews = pd.read_csv("reviews.csv").dropna(subset=["text"])
texts = reviews["text"].map(clean)
labels = (reviews["stars"] >= 4).astype(int)

matrix = TfidfVectorizer(min_df=3, ngram_range=(1, 2), stop_words="english").fit_transform(texts)  # expect: preprocessing-outside-cv
matrix = SelectKBest(chi2, k=5000).fit_transform(matrix, labels)  # expect: preprocessing-outside-cv

folds = StratifiedKFold(n_splits=10, shuffle=True, random_state=0)
for model in (ComplementNB(), LinearSVC(random_state=0)):
    result = cross_validate(model, matrix, labels, cv=folds, scoring=["accuracy", "f1"])
    print(type(model).__name__, result["test_accuracy"].mean(), result["test_f1"].mean())
