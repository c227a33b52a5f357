"""``dyetrace rule`` explains, ``--version`` and ``--help`` answer."""

import json

import dyetrace as package


def test_all_rules_are_listed(dyetrace):
    text = dyetrace("rule")
    objects = json.loads(dyetrace("rule", "--output-format", "json").stdout)

    assert text.returncode == 0
    names = [line.split()[0] for line in text.stdout.splitlines()]
    assert names == sorted(names) == [rule["name"] for rule in objects]
    assert "selection-before-split" in names


def test_one_rule_is_explained_with_its_examples(dyetrace):
    text = dyetrace("rule", "selection-before-split")
    rule = json.loads(dyetrace("rule", "selection-before-split", "--output-format", "json").stdout)

    assert text.returncode == 0
    assert "selection-before-split (warning, data" in text.stdout
    assert "Bad: " in text.stdout
    assert "Good: " in text.stdout
    assert rule["severity"] == "warning"
    assert rule["bad"][0]["code"]


def test_unknown_rule_suggests_the_nearest(dyetrace):
    result = dyetrace("rule", "selection-befor-split")

    assert result.returncode == 2
    assert "did you mean `selection-before-split`?" in result.stderr


def test_version_and_help(dyetrace):
    assert dyetrace("--version").stdout == f"dyetrace {package.__version__}\n"
    for arguments in ([], ["--help"], ["check", "--help"], ["server", "--help"]):
        result = dyetrace(*arguments)
        assert result.returncode == 0
        assert result.stdout.startswith("usage: dyetrace")
