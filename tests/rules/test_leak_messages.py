"""What the leakage rules say: the user's names, the path, and how loud they are."""

from __future__ import annotations

import textwrap

from dyetrace.findings import Finding, Severity
from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.parsing import parse_script

_LEAKS = Configuration(
    select=(
        "fit-before-split",
        "fit-on-test",
        "resampling-before-split",
        "selection-before-split",
    )
)


def findings(code: str) -> tuple[Finding, ...]:
    return analyze(parse_script(textwrap.dedent(code), "program.py"), _LEAKS).findings


_LONG = """
import pandas as pd
from sklearn.feature_selection import SequentialFeatureSelector
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
y = df["ill"]
X = SequentialFeatureSelector(LogisticRegression()).fit_transform(df.drop(columns="ill"), y)
first, validation_feature_array, y_train, y_validation = train_test_split(X, y)
model = LogisticRegression().fit(first, y_train)
print(model.score(validation_feature_array, y_validation))
"""


def test_long_names_stay_within_one_line() -> None:
    (finding,) = findings(_LONG)

    assert len(finding.message) <= 110
    assert "`SequentialFeatureSelector`" in finding.message
    assert finding.message.endswith(".")


def test_the_path_is_told_in_order_with_the_users_names() -> None:
    (finding,) = findings(_LONG)

    assert [(place.span.line, place.message) for place in finding.related] == [
        (9, "split here"),
        (10, "`model` is fitted here"),
        (11, "`model` is judged here"),
    ]


def test_the_span_is_the_call_that_learned() -> None:
    (finding,) = findings(_LONG)

    assert (finding.span.line, finding.span.column) == (8, 4)
    assert finding.span.end_line == 8


def test_an_untouched_test_set_makes_it_an_information() -> None:
    found = findings(
        """
        import pandas as pd
        from imblearn.over_sampling import SMOTE
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("a.csv")
        X, X_test, y, y_test = train_test_split(df.drop(columns="ill"), df["ill"])
        X, y = SMOTE().fit_resample(X, y)
        X_train, X_val, y_train, y_val = train_test_split(X, y)
        model = LogisticRegression().fit(X_train, y_train)
        print(model.score(X_val, y_val))
        print(model.score(X_test, y_test))
        """
    )

    assert [(f.rule, f.severity) for f in found] == [
        ("resampling-before-split", Severity.INFORMATION)
    ]
    assert "validation set (`X_val`)" in found[0].message


def test_a_leak_in_a_function_is_told_once_for_all_its_scores() -> None:
    found = findings(
        """
        import pandas as pd
        from sklearn.feature_selection import SelectKBest
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        from sklearn.svm import SVC

        def evaluate(model, X, y):
            X = SelectKBest(k=10).fit_transform(X, y)
            X_train, X_test, y_train, y_test = train_test_split(X, y)
            return model.fit(X_train, y_train).score(X_test, y_test)

        df = pd.read_csv("a.csv")
        for model in (SVC(), LogisticRegression()):
            print(evaluate(model, df.drop(columns="ill"), df["ill"]))
        """
    )

    assert [(f.rule, f.span.line) for f in found] == [("selection-before-split", 9)]


def test_nothing_is_said_without_a_judgement() -> None:
    assert not findings(
        """
        import joblib
        import pandas as pd
        from sklearn.feature_selection import SelectKBest
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("a.csv")
        X = SelectKBest(k=10).fit_transform(df.drop(columns="ill"), df["ill"])
        X_train, X_test, y_train, y_test = train_test_split(X, df["ill"])
        joblib.dump((X_train, X_test), "parts.joblib")
        """
    )


def test_nothing_is_said_where_no_row_is_held_out() -> None:
    assert not findings(
        """
        import joblib
        import pandas as pd
        from sklearn.feature_selection import SelectKBest
        df = pd.read_csv("a.csv")
        X = SelectKBest(k=10).fit_transform(df.drop(columns="ill"), df["ill"])
        joblib.dump((X, df["ill"]), "all.joblib")
        """
    )
