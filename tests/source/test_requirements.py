"""Which version a project pins: environments, lock files, requirements."""

from __future__ import annotations

from pathlib import Path

import pytest

from dyetrace.source.requirements import is_certainly_older

TORCH = ("torch", "pytorch")


def _asked(folder: Path) -> bool:
    return is_certainly_older(str(folder / "train.py"), TORCH, (1, 9))


@pytest.mark.parametrize(
    ("name", "text", "older"),
    [
        ("requirements.txt", "numpy\ntorch==1.8.1\n", True),
        ("requirements.txt", "torch==1.8.1+cu111  # the cluster's\n", True),
        ("requirements-dev.txt", "torch>=1.4,<1.9\n", True),
        ("requirements.txt", "torch<1.9.0\n", True),
        ("requirements.txt", "torch<=1.8\n", True),
        ("requirements.txt", "torch~=1.8.0\n", True),
        ("requirements.txt", "torch<=1.9\n", False),
        ("requirements.txt", "torch<2\n", False),
        ("requirements.txt", "torch~=1.8\n", False),
        ("requirements.txt", "torch>=1.4\n", False),
        ("requirements.txt", "torch==1.13.0\n", False),
        ("requirements.txt", "torch==2.1.0\n", False),
        ("requirements.txt", "torchvision==0.2\npytorch-lightning==1.2\n", False),
        ("environment.yml", "dependencies:\n  - pytorch=1.7.1\n", True),
        ("pyproject.toml", 'dependencies = [\n    "torch>=1.5,<1.8",\n]\n', True),
        ("poetry.lock", '[[package]]\nname = "torch"\nversion = "1.8.0"\n', True),
        ("uv.lock", '[[package]]\nname = "torch"\nversion = "2.4.0"\n', False),
        ("Pipfile.lock", '{"default": {"torch": {"hashes": [], "version": "==1.6.0"}}}', True),
    ],
)
def test_a_pin_is_read(tmp_path: Path, name: str, text: str, older: bool) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    assert _asked(tmp_path) is older


def test_nothing_pinned_is_not_known_to_be_old(tmp_path: Path) -> None:
    assert _asked(tmp_path) is False


def test_the_environment_beside_the_program_counts_before_requirements(tmp_path: Path) -> None:
    site = tmp_path / ".venv" / "lib" / "python3.8" / "site-packages"
    (site / "torch-2.0.1.dist-info").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("torch==1.8.0\n", encoding="utf-8")

    assert _asked(tmp_path) is False


def test_requirements_above_the_program_are_found_up_to_the_project_s_root(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("torch==1.8.0\n", encoding="utf-8")
    inner = tmp_path / "project" / "src"
    inner.mkdir(parents=True)

    assert _asked(inner) is True
    (tmp_path / "project" / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    assert _asked(inner) is False


def test_a_program_without_a_folder_tells_nothing() -> None:
    assert is_certainly_older("untitled:Untitled-1", TORCH, (1, 9)) is False
    assert is_certainly_older("", TORCH, (1, 9)) is False
