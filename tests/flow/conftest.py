"""How the flow tests look at a program: run it, ask for its calls."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from dyetrace.flow.events import Call
from dyetrace.flow.interpreter import interpret
from dyetrace.flow.trace import Flow
from dyetrace.source.parsing import parse_script


@pytest.fixture
def run() -> Callable[[str], Flow]:
    """Interpret a program that is written indented in a test."""
    return lambda code: interpret(parse_script(textwrap.dedent(code), "program.py"))


@pytest.fixture
def calls(run: Callable[[str], Flow]) -> Callable[[str], list[str]]:
    """Return the functions that a program calls, in order of execution."""
    return lambda code: [call.function for call in run(code).of(Call)]
