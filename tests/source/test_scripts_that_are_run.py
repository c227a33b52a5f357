"""``%run`` brings a script's names into a notebook, and its leaks."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from dyetrace.rules.engine import analyze
from dyetrace.source.magics import neutralise_magics
from dyetrace.source.modules import ModuleFinder
from dyetrace.source.notebook import CodeCell, program_of_cells
from dyetrace.source.parsing import parse_script
from dyetrace.source.reading import read_source

PREPARE = """import pandas as pd
from sklearn.feature_selection import SelectKBest

df = pd.read_csv("data.csv")
X, y = df.drop(columns="label"), df["label"]
if __name__ == "__main__":
    X = SelectKBest(k=10).fit_transform(X, y)
"""
FIT = """from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_tr, y_tr)
print(model.score(X_te, y_te))
"""


def notebook(*sources: str) -> str:
    cells = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": s}
        for s in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def found(path: Path) -> list[tuple[str, int]]:
    return [(each.rule, each.span.line) for each in analyze(read_source(path)).findings]


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("%run helper.py", "./helper.py"),
        ("%run helper", "./helper"),
        ("    %run ../src/helper.py", "../src/helper.py"),
        ("%run -i -t 'my helper.py' --fast 3", "./my helper.py"),
        ("%run /opt/shared/setup.py  # once", "/opt/shared/setup.py"),
        ("%run ./includes/setup", "./includes/setup"),
        (r"%run sub\helper.py", "./sub/helper.py"),
        ("%run -m package.tool", "package.tool"),
        ("%run $script", "./?"),
        ("%run {folder}/a.py", "./?"),
        ("%run 'half", "./?"),
    ],
)
def test_run_is_a_star_import_at_its_place(line: str, module: str) -> None:
    text = f"if x:\n{line}\n" if line.startswith(" ") else f"{line}\n"
    source = program_of_cells([CodeCell(1, text)], "n.ipynb")

    [star] = source.nodes_of(ast.ImportFrom)
    assert (star.module, star.level, star.names[0].name) == (module, 0, "*")
    assert source.original == text
    assert len(source.text) == len(text)
    span = source.span(star)
    place = source.offset(span.line, span.column), source.offset(span.end_line, span.end_column)
    shown = text[place[0] : place[1]]
    assert shown.startswith("%run ")
    assert line.endswith(shown)
    assert not source.problems


@pytest.mark.parametrize("line", ["%run", "%run   ", "%runner helper.py", "%%run helper.py", "..."])
def test_what_runs_nothing_is_no_import(line: str) -> None:
    source = program_of_cells([CodeCell(1, f"{line}\n")], "n.ipynb")

    assert source.nodes_of(ast.ImportFrom) == []
    assert len(neutralise_magics(line)) == len(line)


@pytest.mark.parametrize(
    "call", ["run_line_magic('run', 'prepare.py -x')", "magic(u'run prepare.py')"]
)
def test_exported_run_is_a_star_import(call: str) -> None:
    source = parse_script(f"get_ipython().{call}\nx = 1\n", "exported.py")

    [star] = source.nodes_of(ast.ImportFrom)
    assert star.module == "./prepare.py"


@pytest.mark.parametrize("run", ["%run prepare.py", "%run -i ./prepare --fast"])
def test_leak_in_a_script_is_reported_at_the_run(tmp_path: Path, run: str) -> None:
    (tmp_path / "prepare.py").write_text(PREPARE)
    (tmp_path / "fit.ipynb").write_text(notebook("# title", run, FIT))

    assert found(tmp_path / "fit.ipynb") == [("selection-before-split", 2)]


def test_leak_in_a_notebook_is_reported_at_the_run(tmp_path: Path) -> None:
    (tmp_path / "01 prepare.ipynb").write_text(notebook("%matplotlib inline", PREPARE))
    (tmp_path / "fit.ipynb").write_text(notebook("%run '01 prepare.ipynb'", FIT))

    analysis = analyze(read_source(tmp_path / "fit.ipynb"))

    [finding] = analysis.findings
    cause = finding.related[0].span
    assert (finding.rule, finding.span.line) == ("selection-before-split", 1)
    assert Path(cause.path).name == "01 prepare.ipynb"
    assert analysis.flow.sources[cause.path].cell_position(cause.line)[1] == 7


def test_leak_behind_an_exported_run_is_found(tmp_path: Path) -> None:
    (tmp_path / "prepare.py").write_text(PREPARE)
    (tmp_path / "fit.py").write_text("get_ipython().run_line_magic('run', 'prepare')\n" + FIT)

    assert found(tmp_path / "fit.py") == [("selection-before-split", 1)]


def test_imported_module_does_not_run_its_main_part(tmp_path: Path) -> None:
    (tmp_path / "prepare.py").write_text(PREPARE)
    (tmp_path / "fit.ipynb").write_text(notebook("from prepare import *", FIT))

    assert found(tmp_path / "fit.ipynb") == []


def test_scripts_that_run_each_other_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(notebook("%run b.ipynb", "%run a.ipynb", "x = 1"))
    (tmp_path / "b.ipynb").write_text(notebook("%run a.ipynb", "y = x"))

    assert found(tmp_path / "a.ipynb") == []
    assert found(tmp_path / "b.ipynb") == []


def test_run_of_a_changed_script_is_no_longer_confirmed(tmp_path: Path) -> None:
    script = tmp_path / "prepare.ipynb"
    script.write_text(notebook("x = 1"))
    (tmp_path / "fit.ipynb").write_text(notebook("%run prepare", "%run missing.py"))
    modules = ModuleFinder()
    analyze(read_source(tmp_path / "fit.ipynb"), modules=modules)
    trail = modules.trail()
    assert ModuleFinder().confirms(trail)

    script.write_text(notebook("x = 22"))
    assert not ModuleFinder().confirms(trail)
    script.write_text(notebook("x = 1"))
    assert ModuleFinder().confirms(trail)
    (tmp_path / "missing.py").write_text("")
    assert not ModuleFinder().confirms(trail)
