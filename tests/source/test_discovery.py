"""Folders are walked as git sees them."""

import os
from pathlib import Path

import pytest

from dyetrace.findings import DyetraceError
from dyetrace.source.discovery import find_programs


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def grow(*names, **texts):
        for name in names:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text("")
        return Path(".")

    return grow


def found(*paths, exclude=()):
    return [path.as_posix() for path in find_programs(map(Path, paths), exclude).files]


def test_scripts_and_notebooks_are_found_sorted(tree):
    tree("b.py", "a.ipynb", "sub/c.py", "data.csv", "sub/README.md", "D.PY")

    assert found(".") == ["D.PY", "a.ipynb", "b.py", "sub/c.py"]


def test_usual_folders_are_skipped(tree):
    tree("a.py", ".git/x.py", ".venv/x.py", "node_modules/x.py", "s/__pycache__/x.py")
    tree(".ipynb_checkpoints/x.ipynb")

    assert found(".") == ["a.py"]


def test_gitignore_is_respected_at_every_level(tree):
    tree("a.py", "out/x.py", "sub/b.py", "sub/gen.py", "sub/deep/gen.py", "keep/gen.py")
    Path(".gitignore").write_text("out/\ngen.py\n# comment\n")
    Path("keep/.gitignore").write_text("!gen.py\n")
    Path("sub/.gitignore").write_text("/b.py\n")

    assert found(".") == ["a.py", "keep/gen.py"]


def test_gitignore_above_the_folder_holds_inside_a_repository(tree):
    tree(".git/HEAD", "pkg/a.py", "pkg/gen.py")
    Path(".gitignore").write_text("gen.py\n")

    assert found("pkg") == ["pkg/a.py"]


def test_named_file_is_always_taken_once(tree):
    tree("gen.py", "script")
    Path(".gitignore").write_text("gen.py\n")

    assert found("gen.py", "script", "./gen.py") == ["gen.py", "script"]


def test_exclude_patterns(tree):
    tree("a.py", "tests/b.py", "sub/tests/c.py")

    assert found(".", exclude=["tests/"]) == ["a.py"]
    assert found(".", exclude=["/tests"]) == ["a.py", "sub/tests/c.py"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_loops_of_links_end(tree):
    tree("a/b.py")
    os.symlink("..", "a/up")
    os.symlink("loop", "loop")

    assert found(".") == ["a/b.py"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_folder_is_told(tree):
    tree("a.py", "secret/b.py")
    os.chmod("secret", 0)

    discovery = find_programs([Path(".")])
    os.chmod("secret", 0o700)

    assert [path.name for path in discovery.files] == ["a.py"]
    assert "secret" in discovery.skipped[0]


def test_missing_path_is_told(tree):
    with pytest.raises(DyetraceError, match=r"nope\.py does not exist"):
        find_programs([Path("nope.py")])
