import argparse

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split


def load(path):
    frame = pd.read_csv(path)
    frame = frame.dropna()
    return frame.drop(columns=["default"]), frame["default"]


def balance(features, labels):
    sampler = SMOTE(k_neighbors=3)
    return sampler.fit_resample(features, labels)  # expect: resampling-before-split


def train(features, labels):
    model = LogisticRegression(max_iter=1000)
    model.fit(features, labels)
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    args = parser.parse_args()
    np.random.seed(0)
    features, labels = load(args.path)
    features, labels = balance(features, labels)
    parts = train_test_split(features, labels, test_size=0.2)
    x_train, x_test, y_train, y_test = parts
    model = train(x_train, y_train)
    scores = model.predict_proba(x_test)[:, 1]
    print("AUC", roc_auc_score(y_test, scores))


if __name__ == "__main__":
    main()
