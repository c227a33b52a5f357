import numpy as np
import pandas as pd


def grade(value):
    return (
        "unknown" if value is np.nan else "low" if value < 3 else "high"  # expect: nan-comparison
    )


stars = pd.read_csv("stars.csv")
stars["grade"] = stars["stars"].apply(grade)
