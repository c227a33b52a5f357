import joblib
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB


def features(texts):
    vectorizer = CountVectorizer(stop_words="english")
    return vectorizer.fit_transform(texts)


def train():
    spam = pd.read_csv("spam.csv")
    X = features(spam["message"])
    model = MultinomialNB()
    model.fit(X, spam["label"])
    return model


if __name__ == "__main__":
    joblib.dump(train(), "spam.joblib")  # expect: unsaved-preprocessing
