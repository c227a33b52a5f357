"""The helper is called with everything once, but only to draw; in the folds it gets the training rows."""
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler


def scaled(fit_rows, *others):
    scaler = StandardScaler().fit(fit_rows)
    return [scaler.transform(rows) for rows in (fit_rows, *others)]


def draw(features, labels):
    (values,) = scaled(features)
    flat = PCA(2).fit_transform(values)
    plt.scatter(flat[:, 0], flat[:, 1], c=labels)
    plt.savefig("species.png")


def main():
    frogs = pd.read_csv("frogs.csv")
    labels, features = frogs["species"], frogs.drop(columns=["species", "record"])
    draw(features, labels.astype("category").cat.codes)
    scores = []
    for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(features, labels):
        X_train, X_test = scaled(features.iloc[train], features.iloc[test])
        model = KNeighborsClassifier(7).fit(X_train, labels.iloc[train])
        scores.append(balanced_accuracy_score(labels.iloc[test], model.predict(X_test)))
    print(sum(scores) / len(scores))


main()
