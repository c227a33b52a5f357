"""The test set is a sample of the table, the training set is the table."""
import argparse

import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.pipeline import Pipeline


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("tickets")
    parser.add_argument("--test-share", type=float, default=0.2)
    return parser.parse_args()


def main():
    options = parse()
    tickets = pd.read_csv(options.tickets).dropna(subset=["subject", "team"])
    tickets["text"] = tickets["subject"] + " " + tickets["body"].fillna("")
    test = tickets.sample(frac=options.test_share, random_state=10)  # expect: train-test-overlap
    train = tickets.reset_index(drop=True)
    model = Pipeline([("words", CountVectorizer(min_df=2)), ("model", LogisticRegression(max_iter=500))])
    model.fit(train["text"], train["team"])
    print(classification_report(test["team"], model.predict(test["text"])))


if __name__ == "__main__":
    main()
