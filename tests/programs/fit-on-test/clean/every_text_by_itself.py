"""Each series is standardised by its own mean, in training and at test time alike: nothing is learned."""
import numpy as np
from sklearn.linear_model import RidgeClassifierCV
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import Normalizer


def load(name):
    table = np.loadtxt(f"{name}.tsv", delimiter="\t")
    return table[:, 1:], table[:, 0].astype(int)


def standardised(series):
    return (series - series.mean(axis=1, keepdims=True)) / (series.std(axis=1, keepdims=True) + 1e-8)


def kernels(series, rng):
    weights = rng.normal(size=(200, 9))
    windows = np.lib.stride_tricks.sliding_window_view(series, 9, axis=1)
    response = windows @ weights.T
    return np.hstack([response.max(axis=1), (response > 0).mean(axis=1)])


X_train, y_train = load("GunPoint_TRAIN")
X_test, y_test = load("GunPoint_TEST")
X_train, X_test = standardised(X_train), standardised(X_test)
F_train = kernels(X_train, np.random.default_rng(0))
F_test = kernels(X_test, np.random.default_rng(0))
F_train = Normalizer().fit_transform(F_train)
F_test = Normalizer().fit_transform(F_test)
model = RidgeClassifierCV(alphas=np.logspace(-3, 3, 10)).fit(F_train, y_train)
print(accuracy_score(y_test, model.predict(F_test)))
