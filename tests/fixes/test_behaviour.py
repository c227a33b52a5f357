"""Each fix by what its program does before and after: both are really run."""

from __future__ import annotations

import pytest
import score_cases
import split_cases
import table_cases
from cases import Case
from repairing import Repaired, Run, comments, repair

from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration

EVERY_RULE = Configuration(preview=True)
CASES: dict[str, Case] = {**table_cases.CASES, **split_cases.CASES, **score_cases.CASES}
RUN = [name for name, case in CASES.items() if case.outcome is not None]


@pytest.fixture(scope="module")
def repaired() -> dict[str, Repaired]:
    found = {}
    for name, case in CASES.items():
        done = repair(case.program, case.rule, EVERY_RULE)
        if done is not None:
            found[name] = done
    return found


@pytest.fixture(scope="module")
def runs(repaired, run_programs) -> dict[str, Run]:
    programs = {}
    for name in (name for name in RUN if name in repaired):
        programs[f"before: {name}"] = repaired[name].before.text
        programs[f"after: {name}"] = repaired[name].after.text
    return run_programs(programs)


@pytest.mark.parametrize("name", CASES)
def test_a_fix_is_offered_and_marked(repaired, name):
    assert name in repaired, "no fix is offered"
    assert repaired[name].fix.applicability is CASES[name].applicability


@pytest.mark.parametrize("name", RUN)
def test_the_repaired_program_does_what_it_should(runs, repaired, name):
    outcome = CASES[name].outcome
    assert outcome is not None
    before, after = runs[f"before: {name}"], runs[f"after: {name}"]
    shown = f"{repaired[name].after.text}\n{before}\n{after.output}\n{after.error}"
    assert after.error is None, shown
    assert outcome(before, after), shown


@pytest.mark.parametrize("name", CASES)
def test_the_text_is_what_a_person_would_write(repaired, name):
    text = repaired[name].after.original
    for line in CASES[name].has:
        assert line in text, text
    for line in CASES[name].lacks:
        assert line not in text, text


@pytest.mark.parametrize("name", CASES)
def test_the_finding_is_gone_and_comments_stay(repaired, name):
    done, rule = repaired[name], CASES[name].rule
    assert not [f for f in analyze(done.after, EVERY_RULE).findings if f.rule == rule]
    assert not done.after.problems
    gone = set(comments(done.before)) - set(comments(done.after))
    assert gone <= {"# to one"}  # it stood beside the layer that went


def test_a_pipeline_that_was_saved_takes_raw_rows(repaired, run_programs):
    done = repaired["saved without its scaler"]
    loading = (
        "import joblib\nimport pandas as pd\n\n"
        'df = pd.read_csv("data.csv")\nmodel = joblib.load("saved.joblib")\n'
        'print(model.score(df.drop(columns=["y"]), df["y"]))\n'
    )
    runs = run_programs({"saving": done.after.text, "loading": loading})
    assert float(runs["loading"].output) > 0.7, runs


def test_a_seeded_program_prints_the_same_twice(repaired, run_programs):
    for name in ("unseeded", "seeded too late", "seeded for another library"):
        text = repaired[name].after.text
        runs = run_programs({"once": text, "again": text})
        assert runs["once"].error is None
        assert runs["once"].output == runs["again"].output


def test_a_merge_that_would_repeat_rows_stops(repaired, run_programs):
    done = repaired["merge: a key that repeats"]
    runs = run_programs({"before": done.before.text, "after": done.after.text})
    assert runs["before"].output.startswith("240\n")
    assert "MergeError" in (runs["after"].error or "")


def test_fixes_of_two_cells_are_one_change(repaired):
    done = repaired["resampled: the same names, in cells"]
    assert len({done.before.cell_at(edit.span.line) for edit in done.fix.edits}) == 2


@pytest.mark.parametrize("name", ["nan: a mask", "folds: selected before", "time: a holdout"])
def test_windows_line_ends_stay(name):
    case = CASES[name]
    assert isinstance(case.program, str)
    done = repair(case.program.replace("\n", "\r\n"), case.rule, EVERY_RULE)
    assert done is not None
    assert "\n" not in done.after.original.replace("\r\n", "")


@pytest.mark.parametrize("name", ["overlap: fitted on everything", "unseeded", "stale predictions"])
def test_a_function_around_everything_changes_nothing(name):
    case = CASES[name]
    assert isinstance(case.program, str)
    lines = case.program.splitlines()
    imports = [line for line in lines if line.startswith(("import", "from"))]
    body = [f"    {line}" for line in lines if line and line not in imports]
    program = "\n".join([*imports, "", "", "def main():", *body, "", "", "main()", ""])
    done = repair(program, case.rule, EVERY_RULE)
    assert done is not None
    assert not [f for f in analyze(done.after, EVERY_RULE).findings if f.rule == case.rule]


def test_what_a_repair_brings_to_light_is_repaired_with_it(repaired):
    done = repaired["class: a fill by class"]
    found = {finding.rule for finding in analyze(done.after, EVERY_RULE).findings}
    assert not found & {"fit-before-split", "selection-before-split"}
