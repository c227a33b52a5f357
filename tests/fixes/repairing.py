"""Programs are repaired and then really run: all of a module in one process of their own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tokenize
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from dyetrace.findings import Fix
from dyetrace.fixes.applying import cell_texts, edited_source
from dyetrace.fixes.offer import propose_fix
from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.notebook import CodeCell, program_of_cells
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source

Program = str | list[str]  # a script, or the cells of a notebook

_DRIVER = """
import contextlib, io, json, sys, traceback, warnings
warnings.simplefilter("ignore")
results = {}
for name, code in json.load(open("programs.json", encoding="utf-8")).items():
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(code, name, "exec"), {"__name__": "__main__"})
        results[name] = [out.getvalue(), None]
    except BaseException:
        results[name] = [out.getvalue(), traceback.format_exc()]
json.dump(results, open("results.json", "w"))
"""


@dataclass(frozen=True)
class Repaired:
    """A program before and after a fix."""

    before: Source
    after: Source
    fix: Fix

    @property
    def cells(self) -> list[str]:
        """The text of each cell after the fix."""
        return list(cell_texts(self.after).values())


def read(program: Program) -> Source:
    """Parse a script, or the cells of a notebook."""
    if isinstance(program, str):
        return parse_script(program, "train.py")
    cells = [CodeCell(number, text) for number, text in enumerate(program, start=1)]
    return program_of_cells(cells, "train.ipynb")


def repair(
    program: Program, rule: str, configuration: Configuration | None = None
) -> Repaired | None:
    """Fix the first finding of a rule that has a fix; None when none has."""
    source = read(program)
    analysis = analyze(source) if configuration is None else analyze(source, configuration)
    found = [finding for finding in analysis.findings if finding.rule == rule]
    assert found, "the program has no finding to repair"
    for finding in found:
        fix = propose_fix(analysis, finding)
        if fix is not None:
            return Repaired(source, edited_source(source, fix.edits), fix)
    return None


def repair_fully(program: Program, rule: str) -> Repaired:
    """Fix finding after finding of a rule until none is left."""
    done = repair(program, rule)
    assert done is not None, "no fix is offered"
    for _ in range(6):
        if not [f for f in analyze(done.after).findings if f.rule == rule]:
            return done
        program = done.after.original if not done.after.cells else done.cells
        more = repair(program, rule)
        assert more is not None, f"a finding is left without a fix in\n{done.after.original}"
        done = more
    raise AssertionError("the fixes come to no end")


def comments(source: Source) -> list[str]:
    """Return the comments of a program, sorted."""
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    return sorted(token.string for token in tokens if token.type == tokenize.COMMENT)


def write_data(folder: Path) -> None:
    """Write the small tables that the programs read: signal, gaps, and nothing but noise."""
    random = np.random.default_rng(0)
    features = pd.DataFrame(random.normal(3, 2, (120, 4)), columns=["a", "b", "c", "d"])
    label = (features["a"] + random.normal(0, 1, 120) > 3).astype(int)
    features.assign(y=label).to_csv(folder / "data.csv", index=False)
    gaps = features.mask(random.random(features.shape) < 0.1)
    gaps.assign(y=label).to_csv(folder / "gaps.csv", index=False)
    noise = pd.DataFrame(random.normal(size=(100, 1500))).add_prefix("g")
    noise.assign(y=random.permutation(np.repeat([0, 1], 50))).to_csv(
        folder / "noise.csv", index=False
    )
    _write_special_data(folder, random)


def _write_special_data(folder: Path, random: np.random.Generator) -> None:
    """Write what single rules are about: rare classes, groups, time, categories, saved models."""
    rare = pd.DataFrame(random.normal(size=(150, 6))).add_prefix("g")
    rare.assign(y=(np.arange(150) % 8 == 0).astype(int)).to_csv(folder / "rare.csv", index=False)
    visits = pd.DataFrame({"patient_id": np.repeat(np.arange(20), 6), "a": random.normal(size=120)})
    visits.assign(y=random.integers(0, 2, 120)).to_csv(folder / "visits.csv", index=False)
    days = pd.date_range("2020-01-01", periods=100)
    level = pd.Series(random.normal(size=100)).where(np.arange(100) != 11)
    series = pd.DataFrame({"day": days, "a": random.normal(size=100), "level": level})
    series.assign(sold=random.normal(size=100)).to_csv(folder / "series.csv", index=False)
    towns = [*("Rome", "Oslo", "Bern") * 13, "Lima"]
    people = pd.DataFrame({"town": random.permutation(towns), "age": random.integers(20, 60, 40)})
    people.assign(y=np.arange(40) % 2).to_csv(folder / "people.csv", index=False)
    data = pd.read_csv(folder / "data.csv")
    scaler = StandardScaler().fit(data.drop(columns=["y"]))
    model = LogisticRegression().fit(scaler.transform(data.drop(columns=["y"])), data["y"])
    joblib.dump(scaler, folder / "scaler.joblib")
    joblib.dump(model, folder / "model.joblib")
    network = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Dropout(), torch.nn.Linear(8, 3))
    torch.save(network.state_dict(), folder / "net.pt")


@dataclass(frozen=True)
class Run:
    """What a program printed, and the traceback with which it ended, if it did."""

    output: str
    error: str | None


@pytest.fixture(scope="module")
def run_programs(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Run]]:
    """Run programs in one new interpreter, each in a namespace of its own."""

    def run(programs: Mapping[str, str]) -> dict[str, Run]:
        folder = tmp_path_factory.mktemp("programs")
        write_data(folder)
        (folder / "programs.json").write_text(json.dumps(programs), encoding="utf-8")
        ended = subprocess.run(
            [sys.executable, "-c", _DRIVER], cwd=folder, capture_output=True, text=True, timeout=300
        )
        assert ended.returncode == 0, ended.stderr
        results = json.loads((folder / "results.json").read_text())
        return {name: Run(*result) for name, result in results.items()}

    return run
