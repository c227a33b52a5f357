"""Prepares the parts that a training script in another folder loads: no model stands here."""
import argparse
from pathlib import Path

import joblib
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler


def read(folder):
    frames = [pd.read_csv(path) for path in sorted(Path(folder).glob("*.csv"))]
    return pd.concat(frames, ignore_index=True).drop_duplicates()


def prepare(folder, out, test_size=0.2):
    turbines = read(folder)
    labels = turbines.pop("fault")
    scaler = RobustScaler()
    values = scaler.fit_transform(turbines)  # expect: fit-before-split
    X_train, X_test, y_train, y_test = train_test_split(
        values, labels, test_size=test_size, random_state=1, stratify=labels
    )
    for name, part in {"X_train": X_train, "X_test": X_test, "y_train": y_train, "y_test": y_test}.items():
        joblib.dump(part, Path(out) / f"{name}.joblib")
    joblib.dump(scaler, Path(out) / "scaler.joblib")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--out", default="prepared")
    options = parser.parse_args()
    prepare(options.folder, options.out)
