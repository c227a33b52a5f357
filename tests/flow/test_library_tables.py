"""The tables of libraries name what these really have, where they are installed."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from dyetrace.knowledge import hub_datasets, statsmodels
from dyetrace.knowledge import polars as polars_table

_SCRIPTS = Path(__file__).parents[2] / "scripts"


def _public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def test_every_method_of_a_polars_frame_has_one_kind() -> None:
    polars = pytest.importorskip("polars")

    unknown = (_public(polars.DataFrame) | _public(polars.LazyFrame)) - set(polars_table.FRAME)

    assert not unknown


def test_statistics_of_polars_are_methods_of_its_expressions() -> None:
    polars = pytest.importorskip("polars")

    learned = {name for name, kind in polars_table.SERIES.items() if kind == "statistic"}
    known = _public(polars.Expr) | _public(polars.Series)

    assert learned - known == {"agg_groups"}, "names that newer versions dropped"


def test_every_method_of_a_hub_data_set_is_known() -> None:
    datasets = pytest.importorskip("datasets")

    known = set(hub_datasets.KINDS) | hub_datasets.MAKERS | hub_datasets.DESCRIBING
    rowless = {name for name in _public(datasets.Dataset) if "index" in name or "search" in name}

    left = _public(datasets.Dataset) - known - rowless
    assert left <= {
        "add_item", "cache_files", "data", "download_checksums", "get_nearest_examples",
        "get_nearest_examples_batch", "list_indexes", "load_from_disk", "num_rows",
        "supervised_keys", "to_dict", "to_list", "to_polars", "unique",
    }  # fmt: skip


def test_regressions_of_statsmodels_take_y_before_x() -> None:
    api = pytest.importorskip("statsmodels.api")

    for name in statsmodels.REGRESSIONS & set(dir(api)):
        first = list(inspect.signature(getattr(api, name).__init__).parameters)[1:3]
        assert first == ["endog", "exog"], name


def test_tables_of_encoders_are_current() -> None:
    for library in ("feature_engine", "category_encoders", "imblearn"):
        pytest.importorskip(library)

    script = _SCRIPTS / "generate_encoder_tables.py"
    found = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )

    assert found.returncode == 0, found.stdout
