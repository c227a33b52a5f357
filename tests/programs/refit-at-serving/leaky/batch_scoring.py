import sys

import joblib
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer


def main(path):
    tickets = pd.read_csv(path)
    vectorizer = TfidfVectorizer(max_features=5000)
    X = vectorizer.fit_transform(tickets["text"])  # expect: refit-at-serving
    classifier = joblib.load("ticket_classifier.joblib")
    tickets["queue"] = classifier.predict(X)
    tickets.to_csv("scored.csv", index=False)


if __name__ == "__main__":
    main(sys.argv[1])
