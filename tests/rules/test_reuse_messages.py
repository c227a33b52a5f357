"""What `test-set-reuse` says: how loud it is, and which name it gives to the judged rows."""

from __future__ import annotations

import textwrap

from dyetrace.findings import Finding, Severity
from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.parsing import parse_script

_TWO_NETWORKS = """
import numpy as np
from tensorflow import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()

def scaled(images):
    results = images.reshape(len(images), -1).astype("float32") / 255
    return results

x_train, x_test = scaled(x_train), scaled(x_test)
small = keras.Sequential([keras.layers.Dense(10, activation="softmax")])
small.compile(loss="sparse_categorical_crossentropy")
small.fit(x_train, y_train, epochs=2)
first = small.evaluate(x_test, y_test)
wider = keras.Sequential([keras.layers.Dense(64), keras.layers.Dense(10)])
wider.compile(loss="sparse_categorical_crossentropy")
wider.fit(x_train, y_train, epochs=2)
results = wider.evaluate(x_test, y_test)
predictions = wider.predict(x_test)
"""


def finding(code: str) -> Finding:
    source = parse_script(textwrap.dedent(code), "program.py")
    (only,) = analyze(source, Configuration(select=("test-set-reuse",))).findings
    return only


def test_the_class_of_one_prediction_chooses_no_model() -> None:
    told = finding(_TWO_NETWORKS + "print(np.argmax(predictions[0]))\n")
    assert told.severity is Severity.INFORMATION


def test_the_lower_of_two_losses_chooses_a_model() -> None:
    told = finding(_TWO_NETWORKS + "print(np.argmin([first, results]))\n")
    assert told.severity is Severity.WARNING


def test_predictions_are_not_called_the_test_set() -> None:
    told = finding(
        """
        from preparing import prepared
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.metrics import accuracy_score
        from sklearn.neighbors import KNeighborsClassifier
        features_train, features_test, labels_train, labels_test = prepared()
        forest = RandomForestClassifier().fit(features_train, labels_train)
        pred = forest.predict(features_test)
        print(accuracy_score(labels_test, pred))
        near = KNeighborsClassifier().fit(features_train, labels_train)
        pred = near.predict(features_test)
        print(accuracy_score(labels_test, pred))
        """
    )
    assert "`features_test`" in told.message
