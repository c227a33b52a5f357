import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split


def with_noise(frame):
    kept, _ = train_test_split(frame, test_size=0.5, random_state=0)
    noise = pd.DataFrame(np.random.normal(size=(len(kept), 2)))
    return pd.concat([kept, noise], axis=1)  # expect: misaligned-index


print(with_noise(pd.read_csv("points.csv")).head())
