"""Awkward programs: each runs to its end, and what it returns has the shape that a real run has."""

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
import torch

from dyetrace.probes.report import ProbeReport, ShapeRecord
from probes.many import modules_of, probe_all
from probes.running import PROGRAMS

FILES = sorted((PROGRAMS / "constructs").glob("*.py"))
TARGETS = [(path, name) for path in FILES for name in modules_of(path)]
# The size of what they return depends on numbers, which fake tensors do not have.
DEPENDS_ON_DATA = {
    *("NonZero", "MaskedRows", "MaskedSelect", "Unique", "WhereWithOneArgument", "BinCount"),
    "OneHotWithoutClasses",
}


@cache
def reports() -> dict[str, ProbeReport]:
    return probe_all(TARGETS)


@cache
def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def returned(report: ProbeReport) -> ShapeRecord:
    outs = [record for record in report.shapes if record.expression == "out"]
    assert outs, (report.reason, report.log)
    return outs[-1]


def really_returned(path: Path, name: str, report: ProbeReport) -> tuple[int, ...]:
    module = loaded(path)
    names = {"torch": torch, "collect": lambda *args: args}
    assert report.entry is not None
    assert report.entry.input is not None
    given = eval(f"collect({report.entry.input.expression})", names)
    return tuple(getattr(module, name)()(*given).shape)


def test_there_are_as_many_as_the_research_lists():
    assert len(TARGETS) >= 62


@pytest.mark.parametrize(("path", "name"), TARGETS, ids=[name for _, name in TARGETS])
def test_construct_runs_to_its_end(path: Path, name: str):
    report = reports()[name]
    assert report.status == "completed", (report.reason, report.log)
    assert returned(report).runs > 1


@pytest.mark.parametrize(
    ("path", "name"),
    [(path, name) for path, name in TARGETS if name not in {"OnTheGpu", "DefaultDevice"}],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_it_returns_has_the_shape_of_a_real_run(path: Path, name: str):
    report = reports()[name]
    seen, expected = returned(report).concrete, really_returned(path, name, report)
    assert len(seen) == len(expected)
    if name not in DEPENDS_ON_DATA:
        assert seen == expected


@pytest.mark.parametrize("name", sorted(DEPENDS_ON_DATA))
def test_a_size_that_depends_on_data_is_not_shown_as_a_fact(name: str):
    record = returned(reports()[name])
    assert any(str(size).endswith("?") for size in record.shape)
    assert record.tensors == "substituted"
