"""What the data rules say, how loud they are, and which of two speaks."""

from __future__ import annotations

import textwrap

import pytest

from dyetrace.findings import Finding, Severity
from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.parsing import parse_script


def findings(code: str, *rules: str) -> list[Finding]:
    configuration = Configuration(preview=True, select=rules)
    return list(analyze(parse_script(textwrap.dedent(code), "program.py"), configuration).findings)


_START = "import numpy as np\nimport pandas as pd\ndf = pd.read_csv('a.csv', parse_dates=['day'])\n"


def test_a_discarded_drop_that_leaves_the_label_in_x_is_told_once() -> None:
    found = findings(
        """
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        df = pd.read_csv("a.csv")
        y = df["ill"]
        df.drop("ill", axis=1)
        X = df
        LogisticRegression().fit(X, y)
        """,
        "discarded-result",
        "target-in-features",
    )

    assert [finding.rule for finding in found] == ["target-in-features"]
    assert 6 in {place.span.line for place in found[0].related}


def test_the_class_in_a_statistic_speaks_before_the_split() -> None:
    found = findings(
        """
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("a.csv")
        df["age"] = df["age"] - df.groupby("ill")["age"].transform("mean")
        X_train, X_test, y_train, y_test = train_test_split(df[["age", "fare"]], df["ill"])
        model = LogisticRegression().fit(X_train, y_train)
        print(model.score(X_test, y_test))
        """,
        "class-conditional-statistic",
        "selection-before-split",
        "fit-before-split",
    )

    assert [(f.rule, f.severity) for f in found] == [
        ("class-conditional-statistic", Severity.ERROR)
    ]


def test_overlapping_windows_speak_before_the_time_order() -> None:
    found = findings(
        """
        import numpy as np
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("a.csv", parse_dates=["day"]).sort_values("day")
        values = df["load"].to_numpy()
        X = np.array([values[i : i + 24] for i in range(len(values) - 24)])
        y = values[24:]
        X_train, X_test, y_train, y_test = train_test_split(X, y)
        print(Ridge().fit(X_train, y_train).score(X_test, y_test))
        """,
        "overlapping-windows-split",
        "time-leak",
    )

    assert [finding.rule for finding in found] == ["overlapping-windows-split"]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("df = df.drop(columns=['a'], inplace=True)\nprint(df)", Severity.ERROR),
        ("df = df.fillna(0, inplace=True)\nprint(df)", Severity.WARNING),
        ("gone = df.dropna(inplace=True)\nprint(df)", Severity.INFORMATION),
    ],
)
def test_none_is_as_loud_as_its_harm(line: str, severity: Severity) -> None:
    (finding,) = findings(_START + line + "\n", "inplace-result-assigned")

    assert finding.severity == severity


def test_an_identity_check_with_nan_is_an_information() -> None:
    found = findings(
        _START + "print(df[df['a'] == np.nan], df['a'][0] is np.nan)\n", "nan-comparison"
    )

    assert [f.severity for f in found] == [Severity.WARNING, Severity.INFORMATION]


def test_columns_made_on_lines_that_follow_each_other_are_one_finding() -> None:
    found = findings(
        _START
        + textwrap.dedent(
            """
            from sklearn.linear_model import Ridge
            df["a"] = df["open"].shift(-1)
            df["b"] = df["high"].shift(-2)
            df = df.dropna()
            Ridge().fit(df[["a", "b", "low"]], df["close"])
            """
        ),
        "lookahead-feature",
    )

    assert [(f.span.line, len(f.related)) for f in found] == [(6, 2)]


def test_long_code_stays_within_one_line() -> None:
    found = findings(
        _START
        + "df['a_very_long_name_of_a_column']"
        + ".fillna(df['another_very_long_name_of_a_column'].max())"
        + "\nprint(df)\n",
        "discarded-result",
    )

    assert len(found) == 1
    assert len(found[0].message) <= 110
