"""Prepares parts for a training script in another folder: the scaler learns from the training part."""
import argparse
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler


def prepare(path, out, seed=1):
    turbines = pd.read_csv(path).drop_duplicates()
    print(turbines.describe(), turbines.mean(numeric_only=True))
    labels = turbines.pop("fault")
    values = np.log1p(turbines.clip(lower=0))
    train, test, y_train, y_test = train_test_split(values, labels, test_size=0.2, random_state=seed)
    scaler = RobustScaler().fit(train)
    parts = {"X_train": scaler.transform(train), "X_test": scaler.transform(test)}
    parts |= {"y_train": y_train, "y_test": y_test}
    for name, part in parts.items():
        joblib.dump(part, Path(out) / f"{name}.joblib")
    joblib.dump(RobustScaler().fit(values), Path(out) / "scaler_of_everything.joblib")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--out", default="prepared")
    options = parser.parse_args()
    prepare(options.path, options.out)
