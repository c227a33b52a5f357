"""The command ``dyetrace``: picks the subcommand and turns what goes wrong into an exit status."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dyetrace import __version__
from dyetrace.findings import DyetraceError

if TYPE_CHECKING:
    from types import ModuleType

log = logging.getLogger(__name__)
_COMMANDS = {
    "check": "look for silent bugs in scripts and notebooks, without running them",
    "probe": "run a program and measure: shapes, gradients",
    "rule": "explain a rule, or list all",
    "server": "language server for editors, on standard input and output",
}
_COULD_NOT = 2
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    0: nothing found; 1: findings; 2: the work could not be done, the reason is on standard error.
    """
    _utf8_output()
    log_quietly()
    given = sys.argv[1:] if argv is None else list(argv)
    try:
        if given[:1] == ["server"] and "--help" not in given and "-h" not in given:
            from dyetrace.editor.main import run

            return run(given[1:])
        status = _run(given)
        sys.stdout.flush()
        return status
    except DyetraceError as error:
        sys.stderr.write(f"dyetrace: {error}\n")
        return _COULD_NOT
    except KeyboardInterrupt:
        sys.stderr.write("dyetrace: interrupted\n")
        return _INTERRUPTED
    except BrokenPipeError:  # `dyetrace check | head`: nobody reads on, and nobody is to complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _COULD_NOT
    except Exception as error:  # a fault of ours: one sentence, and the details for a report
        log.exception("the command failed")
        sys.stderr.write(
            f"dyetrace: a fault in Dyetrace ended the command: {type(error).__name__}: {error}\n"
            "Please report it; DYETRACE_DEBUG=1 shows where it happened.\n"
        )
        return _COULD_NOT


def _run(given: list[str]) -> int:
    parser = _parser(next((word for word in given if word in _COMMANDS), None))
    rest: list[str] = []
    if "--" in given and given[:1] == ["probe"]:
        rest = given[given.index("--") + 1 :]
        given = given[: given.index("--")]
    try:
        arguments = parser.parse_args(given)
    except SystemExit as leaving:  # argparse has said what was wrong, or has helped
        return leaving.code if isinstance(leaving.code, int) else _COULD_NOT
    if arguments.command is None:
        parser.print_help()
        return 0
    arguments.program_arguments = rest
    status = _module(arguments.command).run(arguments)
    return int(status)


def _parser(wanted: str | None) -> argparse.ArgumentParser:
    """Build the parser; only the wanted command's module is imported, to start fast."""
    parser = argparse.ArgumentParser(
        prog="dyetrace",
        description="Finds silent machine-learning bugs: leakage and training mistakes in the"
        " code, shapes and gradients at run time.",
    )
    parser.add_argument("--version", action="version", version=f"dyetrace {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, summary in _COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=f"Dyetrace: {summary}.")
        if name == "server":
            command.add_argument("--stdio", action="store_true", help="the default")
            command.add_argument("--tcp", metavar="HOST:PORT", help="for debugging, loopback only")
        elif name == wanted:
            _module(name).add_arguments(command)
    return parser


def _module(command: str) -> ModuleType:
    return importlib.import_module(f"dyetrace.cli.{command}_command")


def _utf8_output() -> None:
    """Let no character of the user's code stop the output on a narrow terminal."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def log_quietly() -> None:
    """Show what went wrong inside only to those who ask, with ``DYETRACE_DEBUG=1``."""
    if os.environ.get("DYETRACE_DEBUG"):
        logging.basicConfig(level=logging.DEBUG)
        return
    logger = logging.getLogger("dyetrace")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
