from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def load():
    X, y = load_digits(return_X_y=True)
    return train_test_split(X, y, random_state=0)


def build():
    return make_pipeline(StandardScaler(), MLPClassifier(hidden_layer_sizes=(64,)))  # expect: unseeded-randomness


def run():
    X_train, X_test, y_train, y_test = load()
    model = build().fit(X_train, y_train)
    return model.score(X_test, y_test)


print(run())
