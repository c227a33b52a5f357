"""When fixes are offered: verified, together without conflict, and cheap to ask for."""

from __future__ import annotations

import subprocess
import sys

import pytest
from leaking_programs import GAPS, IMPORTS, LOAD, MODEL, SCALERS, SPLIT, XY, script
from repairing import read

from dyetrace.findings import Applicability, Edit, Fix, Span
from dyetrace.fixes import offer
from dyetrace.fixes.applying import edited_source
from dyetrace.fixes.offer import may_fix, propose_fix, propose_fixes, unavailable_reason
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.verification import baseline, is_repaired
from dyetrace.rules.engine import all_rules, analyze

BOTH = IMPORTS + (
    'df = pd.read_csv("data.csv")\n'
    'X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)\n'
    "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n"
    "X_test = scaler.fit_transform(X_test)\n"
    + MODEL
    + 'data = pd.read_csv("gaps.csv")\n'
    + 'A, b = data.drop(columns=["y"]), data["y"]\n'
    + "A = SimpleImputer().fit_transform(A)\n"
    + "A_train, A_test, b_train, b_test = train_test_split(A, b, random_state=0)\n"
    + "other = LogisticRegression().fit(A_train, b_train)\nprint(other.score(A_test, b_test))\n"
)


def test_every_fix_is_of_a_rule_that_is_there():
    known = {rule.name for rule in all_rules()}
    fixable = {name for name in known if may_fix(name)}
    assert len(fixable) >= 40
    assert not may_fix("absolute-path")
    assert not may_fix("no such rule")
    assert set(offer._planners()) <= known


def test_asking_does_not_load_libcst():
    code = (
        "import sys\nfrom dyetrace.fixes.offer import may_fix\n"
        "assert may_fix('fit-on-test')\nassert 'libcst' not in sys.modules"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr


def test_without_libcst_nothing_is_offered_and_a_sentence_says_why(monkeypatch):
    monkeypatch.setitem(sys.modules, "libcst", None)
    assert "not installed" in (unavailable_reason() or "")
    assert not may_fix("fit-on-test")
    analysis = analyze(read(BOTH))
    assert propose_fix(analysis, analysis.findings[0]) is None
    assert propose_fixes(analysis) == {}
    monkeypatch.undo()
    assert unavailable_reason() is None


def test_a_libcst_made_for_another_python_is_told_after_the_first_try(tmp_path):
    (tmp_path / "libcst.py").write_text("import no_such_native_part\n")
    (tmp_path / "train.py").write_text(BOTH)
    code = (
        "import pathlib\n"
        "from dyetrace.fixes.offer import propose_fixes, unavailable_reason\n"
        "from dyetrace.rules.engine import analyze\n"
        "from dyetrace.source.reading import read_source\n"
        "assert unavailable_reason() is None\n"
        "analysis = analyze(read_source(pathlib.Path('train.py')))\n"
        "assert analysis.findings\n"
        "assert propose_fixes(analysis) == {}\n"
        "print(unavailable_reason())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join([str(tmp_path), *sys.path])},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert "cannot be imported" in ended.stdout


def test_fixes_of_several_findings_are_applied_together():
    analysis = analyze(read(BOTH))
    fixes = propose_fixes(analysis)
    assert sorted(finding.rule for finding in fixes) == ["fit-before-split", "fit-on-test"]
    edits = [edit for fix in fixes.values() for edit in fix.edits]
    assert not analyze(edited_source(analysis.source, edits)).findings


def test_only_safe_fixes_on_request():
    fixes = propose_fixes(analyze(read(BOTH)), unsafe=False)
    assert [fix.applicability for fix in fixes.values()] == [Applicability.SAFE]


def test_fixes_that_touch_the_same_lines_wait_for_the_next_run():
    program = script(
        LOAD,
        'df[["a"]] = StandardScaler().fit_transform(df[["a"]])\n',
        'df[["b"]] = MinMaxScaler().fit_transform(df[["b"]])\n',
        XY,
        SPLIT,
    )
    source = read(program)
    rounds = 0
    while fixes := propose_fixes(analyze(source)):
        edits = sorted(edit for fix in fixes.values() for edit in fix.edits)
        source = edited_source(source, edits)
        rounds += 1
    assert rounds == 2
    assert not analyze(source).findings


def test_statistics_on_lines_that_follow_each_other_are_one_fix():
    fill = "df['{0}'] = df['{0}'].fillna(df['{0}'].mean())\n".format
    analysis = analyze(read(script(GAPS, fill("a"), fill("b"), XY, SPLIT)))
    (fix,) = propose_fixes(analysis).values()
    assert not analyze(edited_source(analysis.source, fix.edits)).findings


def test_a_rewrite_that_does_not_repair_is_not_offered(monkeypatch):
    def useless(context: FixContext):
        span = context.outline.span(context.source.tree.body[-1].value.func)
        yield Rewrite("Print louder", Applicability.SAFE, substitutions={span: "print"})
        yield Rewrite("Break it", Applicability.SAFE, substitutions={span: "undefined_name"})

    monkeypatch.setattr(offer, "_planners", lambda: {"fit-before-split": useless})
    analysis = analyze(read(SCALERS["chained"]))
    assert propose_fix(analysis, analysis.findings[0]) is None


def test_a_rewrite_that_fails_is_logged_and_not_offered(monkeypatch, caplog):
    def faulty(context: FixContext):
        raise ZeroDivisionError
        yield

    monkeypatch.setattr(offer, "_planners", lambda: {"fit-before-split": faulty})
    analysis = analyze(read(SCALERS["chained"]))
    assert propose_fix(analysis, analysis.findings[0]) is None
    assert "fit-before-split" in caplog.text


def test_edits_that_break_the_program_or_use_unknown_names_are_refused():
    source = read(script(LOAD, XY, SPLIT))
    before = baseline(analyze(source))
    line = len(source.lines)
    span = Span(source.path, line, 0, line, 0)
    assert is_repaired(before, [Edit(span, "print(y)\n")], [])
    assert not is_repaired(before, [Edit(span, "print(y\n")], [])
    assert not is_repaired(before, [Edit(span, "print(scaler)\n")], [])


def test_magics_are_left_alone():
    cells = [
        IMPORTS,
        LOAD + XY + "%time X = StandardScaler().fit_transform(X)",
        SPLIT,
        MODEL,
    ]
    analysis = analyze(read(cells))
    (finding,) = analysis.findings
    fix = propose_fix(analysis, finding)
    assert fix is None or "%time" in edited_source(analysis.source, fix.edits).original


def test_nothing_is_offered_while_the_script_does_not_parse():
    program = SCALERS["chained"]
    assert isinstance(program, str)
    analysis = analyze(read(program + "print(model.\n"))
    assert analysis.findings
    assert propose_fixes(analysis) == {}


@pytest.mark.parametrize("position", ["above", "below"])
def test_a_broken_cell_elsewhere_is_no_obstacle(position):
    good = [IMPORTS, LOAD + XY + "X = StandardScaler().fit_transform(X)\n", SPLIT, MODEL]
    cells = ["for x in", *good] if position == "above" else [*good, "for x in"]
    analysis = analyze(read(cells))
    (finding,) = analysis.findings
    assert isinstance(propose_fix(analysis, finding), Fix)
