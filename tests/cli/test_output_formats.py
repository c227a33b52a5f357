"""What CI services read: SARIF 2.1.0, GitHub's workflow commands, GitLab's code quality report.

The SARIF schema of OASIS is not part of this repository (its text is under OASIS' own terms).
``SARIF_LOG`` says of the objects that Dyetrace writes what the standard and that schema say of
them, and nothing else is allowed in them. Where ``SARIF_SCHEMA`` names the official schema
(github.com/oasis-tcs/sarif-spec, sarif-2.1/schema), the same logs are validated against it too.
"""

import json
import os
import re
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from command_programs import LEAKY, NO_ZERO_GRAD
from test_check_command import notebook

HELPER = """\
from sklearn.feature_selection import SelectKBest


def prepare(X, y):
    return SelectKBest(k=10).fit_transform(X, y)
"""
TRAIN = LEAKY.replace("SelectKBest(k=10).fit_transform(X, y)", "prepare(X, y)").replace(
    "from sklearn.feature_selection import SelectKBest", "from helper import prepare"
)


def closed(required, **properties):
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


TEXT = {"type": "string"}
FROM_ONE = {"type": "integer", "minimum": 1}
MESSAGE = closed("text", text=TEXT)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PLACE = closed(
    "artifactLocation region",
    artifactLocation=closed("uri", uri={"type": "string", "pattern": r"^[\w!$&'()*+,;=:@/.~%-]+$"}),
    region=closed(
        "startLine",  # GitHub's code scanning takes no place without it
        startLine=FROM_ONE,
        startColumn=FROM_ONE,
        endLine=FROM_ONE,
        endColumn=FROM_ONE,
    ),
)
RULE = closed(
    "id shortDescription",
    id=TEXT,
    shortDescription=MESSAGE,
    helpUri={"type": "string", "pattern": "^https://"},
    defaultConfiguration=closed("level", level=LEVEL),
)
RESULT = closed(
    "ruleId message locations",
    ruleId=TEXT,
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "items": closed("physicalLocation", physicalLocation=PLACE)},
    relatedLocations={
        "type": "array",
        "uniqueItems": True,
        "items": closed(
            "physicalLocation message",
            id={"type": "integer", "minimum": -1},
            physicalLocation=PLACE,
            message=MESSAGE,
        ),
    },
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    properties={"type": "object"},
)
RUN = closed(
    "tool results",
    tool=closed(
        "driver",
        driver=closed(
            "name version rules",
            name=TEXT,
            version=TEXT,
            informationUri={"type": "string", "pattern": "^https://"},
            rules={"type": "array", "uniqueItems": True, "items": RULE},
        ),
    ),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations={
        "type": "array",
        "items": closed(
            "executionSuccessful",
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications={
                "type": "array",
                "items": closed("message", level=LEVEL, message=MESSAGE),
            },
        ),
    },
    results={"type": "array", "items": RESULT},
)
SARIF_LOG = closed(
    "version runs",
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
    **{"$schema": {"type": "string", "pattern": "^https://.*sarif"}},
)
CODE_QUALITY = {
    "type": "array",
    "items": closed(
        "description check_name fingerprint severity location",
        description=TEXT,
        check_name=TEXT,
        fingerprint=TEXT,
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        location=closed(
            "path lines",
            path={"type": "string", "pattern": r"^(?!\./|/)"},  # relative to the repository
            lines=closed("begin", begin=FROM_ONE),
        ),
    ),
}


@pytest.fixture
def troubled(folder):
    """A folder with a finding of each kind: script, notebook, module, syntax, failure."""
    (folder / "a b,é.py").write_text(LEAKY.replace("X, y)", "X, y)  # 100%: 🎨"), "utf-8")
    (folder / "n.ipynb").write_text(notebook(LEAKY), "utf-8")
    (folder / "train.py").write_text(TRAIN)
    (folder / "helper.py").write_text(HELPER)
    (folder / "half.py").write_text("x = = 1\n")
    (folder / "zero.py").write_text(NO_ZERO_GRAD, "utf-8")
    (folder / "latin.py").write_bytes(b"x = '\xe9'\n")
    return folder


def validate(log):
    jsonschema.Draft202012Validator(SARIF_LOG).validate(log)
    if official := os.environ.get("SARIF_SCHEMA"):
        schema = json.loads(Path(official).read_text("utf-8"))
        jsonschema.validators.validator_for(schema)(schema).validate(log)


@pytest.mark.parametrize("target", [".", "", "absolute"])
def test_sarif_is_what_the_standard_says(troubled, dyetrace, target):
    paths = {".": ["."], "": [], "absolute": [troubled]}[target]
    log = json.loads(dyetrace("check", *paths, "--output-format", "sarif").stdout)

    validate(log)
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    places = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
    ]
    assert len(rules) == len(set(rules))
    assert {result["ruleId"] for result in run["results"]} <= set(rules)
    assert [unquote(uri) for uri in places] == [
        "a b,é.py",
        "half.py",
        "n.ipynb",
        "train.py",
        "zero.py",
    ]
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "latin.py" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_sarif_without_findings_is_valid(folder, dyetrace):
    (folder / "a.py").write_text("x = 1\n")

    validate(json.loads(dyetrace("check", ".", "--output-format", "sarif").stdout))


def test_module_that_takes_part_is_named_from_here(troubled, dyetrace):
    [finding] = json.loads(dyetrace("check", "train.py", "--output-format", "json").stdout)
    text = dyetrace("check", "train.py").stdout
    log = json.loads(dyetrace("check", "train.py", "--output-format", "sarif").stdout)

    assert "helper.py" in {related["filename"] for related in finding["related"]}
    assert "\n    helper.py:5:12: " in text
    [result] = log["runs"][0]["results"]
    assert "helper.py" in {
        place["physicalLocation"]["artifactLocation"]["uri"] for place in result["relatedLocations"]
    }


# A command as docs.github.com describes it: ::name key=value,key=value::message
_COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")


@pytest.mark.parametrize("target", [".", "absolute"])
def test_github_commands_can_be_read_back(troubled, dyetrace, target):
    path = troubled if target == "absolute" else "."

    lines = dyetrace("check", path, "--output-format", "github").stdout.splitlines()

    commands = [_COMMAND.fullmatch(line) for line in lines]
    assert all(commands)
    properties = [
        dict(pair.split("=", 1) for pair in command["properties"].split(","))
        for command in commands
    ]
    assert {key for each in properties for key in each} <= {
        "title",
        "file",
        "line",
        "endLine",
        "col",
        "endColumn",
    }
    assert [unquote(each["file"]) for each in properties] == [
        "a b,é.py",
        "half.py",
        "n.ipynb",
        "train.py",
        "zero.py",
    ]
    assert (properties[0]["line"], properties[0]["col"]) == ("8", "5")
    assert "line" not in properties[2]  # the rows of a cell are no lines of the file
    assert "cell 2:8:5" in unquote(commands[2]["message"])


@pytest.mark.parametrize("target", [".", "absolute"])
def test_gitlab_report_is_what_its_documentation_says(troubled, dyetrace, target):
    path = troubled if target == "absolute" else "."

    report = json.loads(dyetrace("check", path, "--output-format", "gitlab").stdout)

    jsonschema.Draft202012Validator(CODE_QUALITY).validate(report)
    marks = [issue["fingerprint"] for issue in report]
    assert len(marks) == len(set(marks)) == 5
    assert {issue["location"]["path"] for issue in report} >= {"a b,é.py", "n.ipynb", "train.py"}


def test_gitlab_fingerprints_stay_when_lines_move(troubled, dyetrace):
    def marks():
        report = json.loads(dyetrace("check", ".", "--output-format", "gitlab").stdout)
        return {issue["fingerprint"] for issue in report}

    before = marks()
    (troubled / "zero.py").write_text("# moved\n\n" + NO_ZERO_GRAD, "utf-8")

    assert marks() == before


def test_json_carries_the_fix_that_was_verified(folder, dyetrace):
    (folder / "zero.py").write_text(NO_ZERO_GRAD, "utf-8")

    for _ in range(2):  # the second time from the cache
        [finding] = json.loads(dyetrace("check", ".", "--output-format", "json").stdout)

        fix = finding["fix"]
        assert fix["applicability"] == "safe"
        assert fix["title"]
        [edit] = fix["edits"]
        assert edit["filename"] == "zero.py"
        assert edit["cell"] is None
        assert "optimizer.zero_grad()" in edit["content"]
        assert edit["location"]["row"] in (8, 9)
