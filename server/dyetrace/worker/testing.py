"""Runs one test of the user's with the user's own pytest."""

from __future__ import annotations

from typing import Any

from .definitions import NoEntry

_OPTIONS = ("-q", "-s", "-x", "--assert=plain", "-p", "no:cacheprovider")


class _Failures:
    """A plugin that keeps the exception of a failed test."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def pytest_exception_interact(self, node: Any, call: Any, report: Any) -> None:
        """Take in the exception of a test, a fixture or the import of a file."""
        if self.error is None and call.excinfo is not None:
            self.error = call.excinfo.value


def run_test(path: str, target: str) -> None:
    """Run a test function or method; raises what it raises."""
    try:
        import pytest
    except ImportError:
        raise NoEntry(
            f"`{target}` is a test, and pytest is not installed in this environment"
        ) from None
    failures = _Failures()
    name = "::".join([path, *target.split(".")])
    status = pytest.main([*_OPTIONS, name], plugins=[failures])
    if failures.error is not None:
        raise failures.error
    if int(status) not in (0, 1):
        raise NoEntry(f"pytest found no test `{target}` in this file")
