import pandas as pd
import pytest


@pytest.fixture
def table():
    return pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})


def test_unknown_columns_are_refused(table):
    with pytest.raises(KeyError):
        table.drop(columns=["c"])
    assert list(table) == ["a", "b"]


def has_column(frame: pd.DataFrame, name):
    try:
        frame.drop(columns=[name])
    except KeyError:
        return False
    return len(frame) > 0
