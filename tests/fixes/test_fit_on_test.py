"""The fix of `fit-on-test`: the test part is transformed by what the training part taught."""

from __future__ import annotations

import pytest
from leaking_programs import IMPORTS, MODEL
from repairing import Run, comments, repair, repair_fully

from dyetrace.findings import Applicability
from dyetrace.rules.engine import analyze

RULE = "fit-on-test"
PARTS = """\
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(
    df[["a", "b"]], df["y"], random_state=0
)
"""
CHECK = "assert abs(np.asarray(X_test).mean()) > 1e-6  # not its own mean\n"

CASES: dict[str, str | list[str]] = {
    "fit_transform twice": "scaler = StandardScaler()\n"
    "X_train = scaler.fit_transform(X_train)\n"
    "X_test = scaler.fit_transform(X_test)  # 😀 oops\n",
    "two objects": "sc1 = StandardScaler()\nsc2 = StandardScaler()\n"
    "X_train = sc1.fit_transform(X_train)\nX_test = sc2.fit_transform(X_test)\n",
    "without names": "X_train = StandardScaler().fit_transform(X_train)\n"
    "X_test = StandardScaler().fit_transform(X_test)\n",
    "made anew": "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n"
    "scaler = StandardScaler()\nX_test = scaler.fit_transform(X_test)\n",
    "fit, then transform": "scaler = StandardScaler()\nscaler.fit(X_train)\n"
    "X_train = scaler.transform(X_train)\n# now the test\nscaler.fit(X_test)\n"
    "X_test = scaler.transform(X_test)\n",
    "fitted where they are made": "tr = StandardScaler().fit(X_train)\n"
    "te = StandardScaler().fit(X_test)\n"
    "X_train, X_test = tr.transform(X_train), te.transform(X_test)\n",
    "chains": "X_train = StandardScaler().fit(X_train).transform(X_train)\n"
    "X_test = StandardScaler().fit(X_test).transform(X_test)\n",
    "with labels": "sel = SelectKBest(f_classif, k=1)\n"
    "X_train = sel.fit_transform(X_train, y_train)\nX_test = sel.fit_transform(X_test, y_test)\n",
    "continuation lines": "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n"
    "X_test = scaler.fit_transform(\n    X_test,  # the test part\n)\n",
    "semicolons": "s = StandardScaler(); X_train = s.fit_transform(X_train); "
    "X_test = s.fit_transform(X_test)\n",
    "standardised by hand": "X_train = (X_train - X_train.mean()) / X_train.std()\n"
    "X_test = (X_test - X_test.mean()) / X_test.std()\n",
    "standardised to new names": "A = (X_train - X_train.mean()) / X_train.std()\n"
    "B = (X_test - X_test.mean()) / X_test.std()\nX_train, X_test = A, B\n",
    "one column by hand": "X_train['a'] = X_train['a'] - X_train['a'].mean()\n"
    "# the same for the test\nX_test['a'] = X_test['a'] - X_test['a'].mean()\n",
}
PROGRAMS: dict[str, str | list[str]] = {
    **{name: IMPORTS + PARTS + code + CHECK + MODEL for name, code in CASES.items()},
    "windows line ends": (IMPORTS + PARTS + CASES["fit_transform twice"] + MODEL).replace(
        "\n", "\r\n"
    ),
    "cells": [
        IMPORTS,
        PARTS,
        "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)",
        "%%time\nX_test = scaler.fit_transform(X_test)",
        MODEL,
    ],
    "cells of objects without names": [
        IMPORTS,
        PARTS,
        "# train\nX_train = StandardScaler().fit_transform(X_train)",
        "# test\nX_test = StandardScaler().fit_transform(X_test)",
        MODEL,
    ],
}


@pytest.fixture(scope="module")
def repaired():
    return {name: repair_fully(code, RULE) for name, code in PROGRAMS.items()}


@pytest.fixture(scope="module")
def runs(repaired, run_programs) -> dict[str, Run]:
    return run_programs({name: done.after.text for name, done in repaired.items()})


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_repaired_program_runs(runs, repaired, name):
    assert runs[name].error is None, f"{repaired[name].after.text}\n{runs[name].error}"


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_is_left_and_comments_stay(repaired, name):
    done = repaired[name]
    assert not [f for f in analyze(done.after).findings if f.rule == RULE]
    assert done.fix.applicability is Applicability.SAFE
    assert set(comments(done.before)) <= set(comments(done.after))


def test_only_the_method_changes():
    code = IMPORTS + PARTS + CASES["fit_transform twice"] + MODEL
    done = repair(code, RULE)
    assert done is not None
    assert done.after.original == code.replace(
        "scaler.fit_transform(X_test)", "scaler.transform(X_test)"
    )
    title = "Apply the `scaler` that was fitted on the training rows to `X_test`"
    assert done.fix.title == title
    assert [edit.content for edit in done.fix.edits] == ["transform"]


def test_a_second_object_is_no_longer_made():
    done = repair(IMPORTS + PARTS + CASES["two objects"] + MODEL, RULE)
    assert done is not None
    assert "sc2" not in done.after.original
    assert "X_test = sc1.transform(X_test)" in done.after.original


UNFIXABLE = {
    "the test part comes first": "scaler = StandardScaler()\n"
    "X_test = scaler.fit_transform(X_test)\nX_train = scaler.fit_transform(X_train)\n",
    "one function for both": "def scale(part):\n    return StandardScaler().fit_transform(part)\n\n"
    "X_train = scale(X_train)\nX_test = scale(X_test)\n",
    "the training fit is in a branch": "scaler = StandardScaler()\nif len(X_train) > 5:\n"
    "    X_train = scaler.fit_transform(X_train)\nX_test = scaler.fit_transform(X_test)\n",
    "fitted on something else in between": "scaler = StandardScaler()\n"
    "X_train = scaler.fit_transform(X_train)\nother = scaler.fit_transform(df[['c', 'd']])\n"
    "X_test = scaler.fit_transform(X_test)\n",
}


@pytest.mark.parametrize("name", UNFIXABLE)
def test_no_fix_where_it_cannot_be_proved(name):
    assert repair(IMPORTS + PARTS + UNFIXABLE[name] + MODEL, RULE) is None
