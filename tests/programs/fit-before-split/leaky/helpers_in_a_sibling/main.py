"""The imputer learns in a module next door; only the call stands here."""
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split

from cleaning import load, without_gaps


def main():
    wells = load("wells.csv")
    labels = wells.pop("contaminated")
    wells = without_gaps(wells)  # expect: fit-before-split
    wells = pd.get_dummies(wells, columns=["county"])
    train, test, train_labels, test_labels = train_test_split(
        wells, labels, test_size=0.25, stratify=labels, random_state=21
    )
    model = ExtraTreesClassifier(n_estimators=400, class_weight="balanced", random_state=21)
    model.fit(train, train_labels)
    print("recall of the forest:", model.score(test, test_labels))


if __name__ == "__main__":
    main()
