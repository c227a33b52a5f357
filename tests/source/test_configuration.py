"""Configuration chooses rules; every mistake in it is told by name."""

import pytest

from dyetrace.findings import DyetraceError, Severity
from dyetrace.source.configuration import Configuration, configuration_of, load_configuration

KNOWN = ("fit-before-split", "fit-on-test", "missing-zero-grad")


def test_defaults_select_everything_but_previews():
    configuration = Configuration()

    assert configuration.selects("fit-on-test", preview=False, path="a.py")
    assert not configuration.selects("fit-on-test", preview=True, path="a.py")
    assert Configuration(preview=True).selects("fit-on-test", preview=True)
    assert Configuration(select=("fit-on-test",)).selects("fit-on-test", preview=True)


def test_select_extend_and_ignore():
    configuration = Configuration(
        select=("fit-on-test",), extend_select=("missing-zero-grad",), ignore=("fit-on-test",)
    )

    selected = [rule for rule in KNOWN if configuration.selects(rule)]

    assert selected == ["missing-zero-grad"]


def test_per_file_ignores_are_relative_to_the_configuration(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text(
        '[tool.dyetrace.per-file-ignores]\n"tests/**" = ["fit-on-test"]\n'
    )
    (tmp_path / "tests").mkdir()
    configuration = load_configuration(tmp_path / "tests", None, KNOWN)
    monkeypatch.chdir(tmp_path / "tests")

    assert not configuration.selects("fit-on-test", path="a.py")
    assert not configuration.selects("fit-on-test", path=str(tmp_path / "tests/sub/a.py"))
    assert configuration.selects("fit-on-test", path="../a.py")
    assert configuration.selects("fit-before-split", path="a.py")


def test_severity_and_profile():
    strict = Configuration(profile="strict", severities={"fit-on-test": Severity.ERROR})

    assert strict.severity("fit-on-test", Severity.WARNING) is Severity.ERROR
    assert strict.severity("fit-before-split", Severity.INFORMATION) is Severity.WARNING
    assert Configuration().severity("fit-before-split", Severity.HINT) is Severity.HINT


def test_nearest_configuration_wins(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "dyetrace.toml").write_text('ignore = ["fit-on-test"]\n')
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")

    outer = load_configuration(inner / "file.py", None, KNOWN)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.dyetrace]\npreview = true\n")
    nearer = load_configuration(inner / "file.py", None, KNOWN)

    assert outer.ignore == ("fit-on-test",)
    assert nearer.ignore == ()
    assert nearer.preview


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"selct": []}, "unknown key `selct`; did you mean `select`"),
        ({"select": ["fit-on-tset"]}, "did you mean `fit-on-test`"),
        ({"ignore": "fit-on-test"}, "`ignore` must be a list of strings"),
        ({"severity": {"fit-on-test": "warn"}}, "did you mean `warning`"),
        ({"severity": {"fit-on-tset": "warning"}}, "did you mean `fit-on-test`"),
        ({"profile": "strct"}, "did you mean `strict`"),
        ({"preview": "yes"}, "`preview` must be true or false"),
        ({"per-file-ignores": {"a": ["nope"]}}, "unknown rule `nope`"),
        ({"per-file-ignores": ["a"]}, "must be a table"),
        ({"extend-select": ["ALL"]}, "`ALL` has no meaning"),
    ],
)
def test_mistakes_are_told_with_the_nearest_right_name(table, said, tmp_path):
    with pytest.raises(DyetraceError) as error:
        configuration_of(table, "x/dyetrace.toml", tmp_path, KNOWN)

    assert str(error.value).startswith("x/dyetrace.toml: ")
    assert said in str(error.value)


def test_broken_toml_names_the_file(tmp_path):
    file = tmp_path / "dyetrace.toml"
    file.write_text("select = [\n")

    with pytest.raises(DyetraceError, match=r"dyetrace\.toml is not valid TOML"):
        load_configuration(tmp_path, None, KNOWN)
