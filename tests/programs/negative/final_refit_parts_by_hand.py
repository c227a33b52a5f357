"""A report on the held-out part, then scaler and model are made again on everything and saved together."""
import pickle

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def fit_parts(features, labels):
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(max_iter=500).fit(scaler.transform(features), labels)
    return scaler, model


def evaluate(features, labels):
    fit_X, held_X, fit_y, held_y = train_test_split(features, labels, random_state=5, stratify=labels)
    scaler, model = fit_parts(fit_X, fit_y)
    scaled = scaler.transform(held_X)
    print("AUC", roc_auc_score(held_y, model.predict_proba(scaled)[:, 1]))
    print("F1 ", f1_score(held_y, model.predict(scaled)))


def main():
    data = pd.read_csv("loans.csv")
    labels = data.pop("default")
    features = np.log1p(data)
    evaluate(features, labels)
    scaler, model = fit_parts(features, labels)
    with open("loan_model.pkl", "wb") as handle:
        pickle.dump({"scaler": scaler, "model": model}, handle)


if __name__ == "__main__":
    main()
