"""``dyetrace check --fix --unsafe-fixes``: all fixes of a script and of a notebook, written."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from leaking_programs import IMPORTS, LOAD, MODEL, SPLIT, XY
from repairing import write_data

LEAKING = (
    IMPORTS
    + LOAD
    + "df.dropna()\n"
    + XY
    + "# scale\nX = StandardScaler().fit_transform(X)\n"
    + SPLIT
    + MODEL
    + "print(df.a[0] == np.nan)\n"
)


@pytest.fixture
def folder(tmp_path):
    write_data(tmp_path)
    return tmp_path


def dyetrace(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "dyetrace", "check", "--no-cache", *arguments],
        cwd=folder,
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def run(folder, text):
    return subprocess.run(
        [sys.executable, "-c", text], cwd=folder, capture_output=True, text=True, timeout=120
    )


def test_safe_fixes_leave_the_others_and_say_how_to_get_them(folder):
    (folder / "train.py").write_text(LEAKING)
    ended = dyetrace(folder, "train.py", "--fix")
    text = (folder / "train.py").read_text()
    assert "np.nan" not in text
    assert "\ndf.dropna()\n" in text
    assert "--unsafe-fixes" in ended.stderr


def test_all_fixes_are_written_and_the_program_runs(folder):
    (folder / "train.py").write_text(LEAKING)
    ended = dyetrace(folder, "train.py", "--fix", "--unsafe-fixes")
    text = (folder / "train.py").read_text()
    assert ended.returncode == 0, ended.stderr
    assert "\ndf = df.dropna()\n" in text
    assert "# scale\nscaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n" in text
    assert run(folder, text).returncode == 0
    again = dyetrace(folder, "train.py", "--fix", "--unsafe-fixes")
    assert (folder / "train.py").read_text() == text, again.stdout


def test_a_diff_writes_nothing(folder):
    (folder / "train.py").write_text(LEAKING)
    ended = dyetrace(folder, "train.py", "--diff", "--unsafe-fixes")
    assert (folder / "train.py").read_text() == LEAKING
    assert "+df = df.dropna()" in ended.stdout
    assert "-X = StandardScaler().fit_transform(X)" in ended.stdout


def test_all_fixes_of_a_notebook(folder):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Study"]},
        *(
            {
                "cell_type": "code",
                "execution_count": number,
                "metadata": {},
                "outputs": [],
                "source": source.rstrip("\n").splitlines(keepends=True),
            }
            for number, source in enumerate(
                (
                    "%matplotlib inline\n" + IMPORTS,
                    LOAD + XY + "X = StandardScaler().fit_transform(X)",
                    SPLIT,
                    MODEL,
                ),
                start=1,
            )
        ),
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "study.ipynb").write_text(json.dumps(notebook, indent=1))
    ended = dyetrace(folder, "study.ipynb", "--fix", "--unsafe-fixes")
    assert "1 finding fixed" in ended.stdout, ended.stdout + ended.stderr
    after = json.loads((folder / "study.ipynb").read_text())["cells"]
    assert [cell["cell_type"] for cell in after] == [cell["cell_type"] for cell in cells]
    assert after[0] == cells[0]
    assert "".join(after[1]["source"]).startswith("%matplotlib inline\n")
    assert "fit_transform(X_train)" in "".join(after[3]["source"])
    code = "\n".join("".join(cell["source"]) for cell in after if cell["cell_type"] == "code")
    assert run(folder, code.replace("%matplotlib inline", "")).returncode == 0


def test_unsafe_fixes_alone_are_refused_with_a_sentence(folder):
    ended = dyetrace(folder, "train.py", "--unsafe-fixes")
    assert ended.returncode == 2
    assert "--unsafe-fixes goes with --fix or --diff" in ended.stderr
