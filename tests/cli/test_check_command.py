"""``dyetrace check`` as a process: what it prints, and how it exits."""

import json
import subprocess
import sys
from pathlib import PurePath

import pytest
from command_programs import LEAKY, NO_ZERO_GRAD

CLEAN = "import numpy as np\n\nprint(np.arange(3))\n"
INFORMATION = LEAKY.replace(
    "from sklearn.feature_selection import SelectKBest",
    "from sklearn.preprocessing import StandardScaler",
).replace("SelectKBest(k=10).fit_transform(X, y)", "StandardScaler().fit_transform(X)")


def notebook(*sources):
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ["# Title"]}]
    for source in sources:
        cells.append(
            {
                "cell_type": "code",
                "execution_count": None,
                "metadata": {},
                "outputs": [],
                "source": source.splitlines(keepends=True),
            }
        )
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_nothing_found_exits_0_and_says_what_was_looked_at(folder, dyetrace):
    (folder / "a.py").write_text(CLEAN)

    result = dyetrace("check", ".")

    assert result.returncode == 0
    assert result.stdout.startswith("No findings in 1 file; Dyetrace checks ")
    assert result.stderr == ""


def test_finding_exits_1_and_shows_place_code_and_the_other_lines(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)

    result = dyetrace("check", "a.py")

    assert result.returncode == 1
    assert result.stdout.startswith("a.py:8:5: warning: `SelectKBest`")
    assert "[selection-before-split]" in result.stdout
    assert "  8 | X = SelectKBest(k=10).fit_transform(X, y)\n" in result.stdout
    assert "    |     " + "^" * 37 + "\n" in result.stdout
    assert "    a.py:9:26: " in result.stdout
    assert "1 finding in 1 file (1 warning)." in result.stdout
    assert "\033" not in result.stdout


def test_findings_below_warning_are_shown_but_do_not_fail(folder, dyetrace):
    (folder / "a.py").write_text(INFORMATION)

    shown = dyetrace("check", "a.py")
    loud = dyetrace("check", "a.py", "--min-severity", "information")
    quiet = dyetrace("check", "a.py", "--min-severity", "error")
    strict = dyetrace("check", "a.py", "--profile", "strict")

    assert (shown.returncode, "fit-before-split" in shown.stdout) == (0, True)
    assert loud.returncode == 1
    assert (quiet.returncode, "fit-before-split" in quiet.stdout) == (0, False)
    assert strict.returncode == 1


def test_unreadable_file_exits_2_and_the_others_are_still_checked(folder, dyetrace):
    (folder / "latin.py").write_bytes(b"x = '\xe9'\n")
    (folder / "broken.ipynb").write_text("{ oops")
    (folder / "leaky.py").write_text(LEAKY)

    result = dyetrace("check", "--output-format", "json", ".", "missing.py")

    assert result.returncode == 2
    assert [finding["filename"] for finding in json.loads(result.stdout)] == ["leaky.py"]
    assert "latin.py is not valid UTF-8: byte 0xe9 at line 1, byte 6" in result.stderr
    assert "broken.ipynb is not valid JSON" in result.stderr
    assert "missing.py does not exist" in result.stderr


def test_file_that_does_not_parse_is_one_finding_with_its_place(folder, dyetrace):
    (folder / "a.py").write_text("x = 1\ny = = 2\nz = = 3\n\ndef f(:\n    pass\n")

    result = dyetrace("check", "a.py", "--output-format", "json")

    [finding] = json.loads(result.stdout)
    assert result.returncode == 1
    assert finding["code"] == "syntax-error"
    assert finding["severity"] == "error"
    assert finding["location"]["row"] in (2, 5)


def test_findings_survive_a_broken_line(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY + "def plot(:\n")

    found = json.loads(dyetrace("check", "a.py", "--output-format", "json").stdout)

    assert [finding["code"] for finding in found] == ["selection-before-split", "syntax-error"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--select", "selection-befor-split"],
        ["check", "--ignore", "nope"],
        ["check", "--output-format", "xml"],
        ["check", "--min-severity", "loud"],
        ["check", "--no-such-option"],
        ["check", "--config", "missing.toml"],
        ["check", "--baseline", "missing.json"],
        ["rule", "selection-befor-split"],
        ["server", "--tcp", "0.0.0.0:1"],
        ["probe", "missing.py"],
        ["chekc"],
    ],
)
def test_what_makes_no_sense_exits_2_with_a_sentence(folder, dyetrace, arguments):
    (folder / "a.py").write_text(CLEAN)

    result = dyetrace(*arguments)

    assert result.returncode == 2
    assert result.stderr
    assert "Traceback" not in result.stderr


def test_broken_configuration_names_file_key_and_nearest_name(folder, dyetrace):
    (folder / "pyproject.toml").write_text("[tool.dyetrace]\nselct = []\n")

    result = dyetrace("check", ".")

    assert result.returncode == 2
    assert "pyproject.toml: unknown key `selct`; did you mean `select`?" in result.stderr


def test_configuration_and_arguments_choose_rules(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)
    (folder / "b.py").write_text(NO_ZERO_GRAD)
    (folder / "pyproject.toml").write_text('[tool.dyetrace]\nignore = ["selection-before-split"]\n')

    def codes(*arguments):
        result = dyetrace("check", ".", "--output-format", "json", *arguments)
        return [finding["code"] for finding in json.loads(result.stdout)]

    assert codes() == ["missing-zero-grad"]
    assert codes("--ignore", "missing-zero-grad") == []
    assert codes("--select", "selection-before-split") == ["selection-before-split"]


def test_json_is_one_array_as_described(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)

    result = dyetrace("check", "a.py", "--output-format", "json")

    [finding] = json.loads(result.stdout)
    assert finding["code"] == "selection-before-split"
    assert finding["severity"] == "warning"
    assert 0 < finding["confidence"] <= 1
    assert finding["filename"] == "a.py"
    assert finding["cell"] is None
    assert finding["location"] == {"row": 8, "column": 5}
    assert finding["end_location"] == {"row": 8, "column": 42}
    assert {"row": 9, "column": 26} in [related["location"] for related in finding["related"]]
    assert finding["evidence"][0]["how"] == "read"
    assert finding["url"].endswith("selection-before-split.md")


def test_notebook_findings_name_their_cell(folder, dyetrace):
    first, split, second = LEAKY.partition("X_tr, X_te")
    (folder / "n.ipynb").write_text(notebook("%matplotlib inline\n" + first, split + second))

    result = dyetrace("check", "n.ipynb", "--output-format", "json")
    text = dyetrace("check", "n.ipynb")

    [finding] = json.loads(result.stdout)
    assert (finding["cell"], finding["location"]["row"]) == (2, 9)
    assert (finding["related"][0]["cell"], finding["related"][0]["location"]["row"]) == (3, 1)
    assert text.stdout.startswith("n.ipynb:cell 2:9:5: ")


def test_standard_input_is_read_and_named(folder, dyetrace):
    script = dyetrace("check", "-", stdin=LEAKY)
    cells = dyetrace("check", "-", "--stdin-filename", "sub/n.ipynb", stdin=notebook(LEAKY))

    assert script.returncode == 1
    assert script.stdout.startswith("<stdin>:8:5: ")
    assert cells.stdout.startswith("sub/n.ipynb:cell 2:8:5: ")


def test_columns_count_characters_behind_emoji(folder, dyetrace):
    shifted = LEAKY.replace("X = SelectKBest", "s = '🎨é'; X = SelectKBest")
    (folder / "a.py").write_text(shifted, "utf-8")

    [finding] = json.loads(dyetrace("check", "a.py", "--output-format", "json").stdout)

    assert finding["location"] == {"row": 8, "column": 15}


def test_suppressed_finding_is_gone_and_useless_comments_are_told(folder, dyetrace):
    line = "X = SelectKBest(k=10).fit_transform(X, y)"
    comment = "  # dyetrace: ignore[selection-before-split] teaching example"
    (folder / "a.py").write_text(LEAKY.replace(line, line + comment))
    (folder / "b.py").write_text("x = 1  # dyetrace: ignore[selection-befor-split]\n")

    result = dyetrace("check", ".")

    assert result.returncode == 0
    assert result.stderr == (
        "dyetrace: b.py:1: `selection-befor-split` is not a rule;"
        " did you mean `selection-before-split`?\n"
    )


def test_statistics_count_by_rule(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)
    (folder / "b.py").write_text(LEAKY)
    (folder / "c.py").write_text(NO_ZERO_GRAD)

    result = dyetrace("check", ".", "--statistics")

    assert result.stdout.startswith("2  selection-before-split\n1  missing-zero-grad\n")


def test_baseline_hides_what_was_there_even_when_it_moves(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)
    written = dyetrace("check", ".", "--write-baseline", "known.json")
    (folder / "a.py").write_text("# a new first line\n" + LEAKY)
    (folder / "b.py").write_text(NO_ZERO_GRAD)

    result = dyetrace("check", ".", "--baseline", "known.json")

    assert written.returncode == 0
    assert result.returncode == 1
    assert "selection-before-split" not in result.stdout
    assert "missing-zero-grad" in result.stdout
    assert "1 more in the baseline" in result.stdout


def test_baseline_holds_however_the_files_are_named(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)
    dyetrace("check", ".", "--write-baseline", "known.json")

    for name in (".", "a.py", folder, folder / "a.py"):
        result = dyetrace("check", name, "--baseline", "known.json")

        assert result.returncode == 0
        assert "1 more in the baseline" in result.stdout


def test_rules_are_ignored_by_file_and_all_of_them_by_one_word(folder, dyetrace):
    (folder / "tests").mkdir()
    for name in ("a.py", "tests/b.py", "tests/c.py"):
        (folder / name).write_text(LEAKY)
    (folder / "dyetrace.toml").write_text(
        '[per-file-ignores]\n"tests/b.py" = ["selection-before-split"]\n"c.py" = ["ALL"]\n'
    )

    for place in (folder, folder / "tests"):
        found = json.loads(dyetrace("check", place, "--output-format", "json").stdout)

        names = {PurePath(finding["filename"]).name for finding in found}
        assert names == ({"a.py"} if place is folder else set())


def test_statistics_of_a_baseline_and_a_severity_count_what_is_left(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)
    (folder / "b.py").write_text(INFORMATION)
    dyetrace("check", "a.py", "--write-baseline", "known.json")

    left = dyetrace("check", ".", "--statistics", "--baseline", "known.json")
    loud = dyetrace("check", ".", "--statistics", "--min-severity", "warning")

    assert left.stdout.startswith("1  fit-before-split\n")
    assert loud.stdout.startswith("1  selection-before-split\n")
    assert "fit-before-split" not in loud.stdout


@pytest.mark.parametrize("output_format", ["json", "sarif", "gitlab"])
def test_machine_formats_are_json_also_without_findings(folder, dyetrace, output_format):
    (folder / "a.py").write_text(CLEAN)

    result = dyetrace("check", ".", "--output-format", output_format)

    assert result.returncode == 0
    json.loads(result.stdout)


def test_sarif_names_rule_place_and_fingerprint(folder, dyetrace):
    (folder / "a b.py").write_text(LEAKY)

    log = json.loads(dyetrace("check", ".", "--output-format", "sarif").stdout)

    [run] = log["runs"]
    [result] = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert log["version"] == "2.1.0"
    assert result["ruleId"] in [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert place["artifactLocation"]["uri"] == "a%20b.py"
    assert place["region"]["startLine"] == 8
    assert result["partialFingerprints"]


def test_github_annotation_is_escaped(folder, dyetrace):
    (folder / "a,b.py").write_text(LEAKY)

    result = dyetrace("check", ".", "--output-format", "github")

    assert result.stdout.startswith(
        "::warning title=Dyetrace (selection-before-split),file=a%2Cb.py"
    )
    assert "line=8" in result.stdout
    assert result.stdout.count("\n") == 1


def test_colours_only_where_they_are_wanted(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)

    assert "\033[" in dyetrace("check", ".", FORCE_COLOR="1").stdout
    assert "\033[" not in dyetrace("check", ".", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_control_characters_of_the_code_do_not_reach_the_terminal(folder, dyetrace):
    hostile = LEAKY.replace("fit_transform(X, y)", "fit_transform(X, y)  # \x1b[2J\u202e")
    (folder / "a.py").write_text(hostile, "utf-8")

    result = dyetrace("check", "a.py")

    assert result.returncode == 1
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


def test_empty_folder_is_told(folder, dyetrace):
    result = dyetrace("check", ".")

    assert result.returncode == 0
    assert "holds no Python files and no notebooks" in result.stderr


def test_reader_that_leaves_early_is_no_error(folder):
    for number in range(40):
        (folder / f"a{number}.py").write_text(LEAKY)
    command = [sys.executable, "-m", "dyetrace", "check", "."]
    from command_programs import SERVER

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={"PYTHONPATH": str(SERVER)}
    ) as process:
        process.stdout.close()
        errors = process.stderr.read()

    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors


def test_check_starts_without_heavy_libraries(folder):
    (folder / "a.py").write_text(LEAKY)
    from command_programs import SERVER

    program = (
        "import sys; from dyetrace.cli.main import main; main(['check', 'a.py'])\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )

    result = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(SERVER)},
        capture_output=True,
        text=True,
        check=True,
    )

    for heavy in ("numpy", "torch", "pandas", "sklearn", "libcst", "pygls", "lsprotocol"):
        assert f"'{heavy}'" not in result.stderr
