"""``dyetrace probe``: runs the user's program and prints what was measured."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import sys
from pathlib import Path

from dyetrace.findings import DyetraceError
from dyetrace.probes.report import ProbeReport, ProbeRequest, Progress

_FORMATS = ("text", "json")
_STATUS = {"completed": 0, "failed": 2, "stopped": 3, "timed-out": 3, "cancelled": 130}
_TARGET = re.compile(r"(?P<file>.+?)(?:::(?P<name>[\w.]+)|#(?P<cell>\d+))?\Z")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "target", metavar="TARGET", help="FILE, FILE::Class, FILE::function or NOTEBOOK[#CELL]"
    )
    parser.add_argument("--kind", metavar="KIND,...", help="what to measure (default: everything)")
    parser.add_argument(
        "--input", metavar="EXPR", help="arguments of the target's call, as Python text"
    )
    parser.add_argument("--constructor", metavar="EXPR", help="how to make the target's class")
    parser.add_argument(
        "--batch-size", type=_positive, metavar="N", help="of inputs that are guessed"
    )
    parser.add_argument(
        "--fake",
        action="store_true",
        help="make no real tensor: shapes only, also of models that fit on no machine",
    )
    parser.add_argument(
        "--steps",
        type=_positive,
        help="optimizer steps to run (default: as the kinds need, 1 to 60)",
    )
    parser.add_argument("--timeout", type=_seconds, default=60.0, metavar="SECONDS")
    parser.add_argument("--memory", type=_positive, metavar="MIB")
    parser.add_argument("--device", choices=["cpu", "cuda", "auto"], default="cpu")
    parser.add_argument(
        "--python", metavar="PATH", help="the interpreter that has the program's libraries"
    )
    parser.add_argument(
        "--allow-writes", action="store_true", help="let the program write its files"
    )
    parser.add_argument("--output-format", choices=_FORMATS, default="text")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write the report to a file")
    parser.epilog = "What follows `--` are the arguments of the program."


def run(arguments: argparse.Namespace) -> int:
    """Probe what the arguments name; return the exit status."""
    request = request_of(arguments)
    report = asyncio.run(_probe(request))
    text = _written(report, arguments.output_format)
    if arguments.output is None:
        sys.stdout.write(text)
    else:
        try:
            arguments.output.write_text(text, "utf-8")
        except OSError as error:
            reason = error.strerror or error
            raise DyetraceError(f"{arguments.output} cannot be written: {reason}") from None
    if report.status != "completed" and report.reason:
        sys.stderr.write(f"dyetrace: {report.reason}\n")
    return exit_status(report)


def exit_status(report: ProbeReport) -> int:
    """Return 3 at a limit, 1 for findings, 2 where nothing could be run, else 0."""
    if report.findings and report.status in ("completed", "failed"):
        return 1
    return _STATUS[report.status]


def request_of(arguments: argparse.Namespace) -> ProbeRequest:
    """Turn arguments into a request; raises ``DyetraceError`` for what makes no sense."""
    from dyetrace.probes.kinds import KINDS

    match = _TARGET.match(arguments.target)
    assert match is not None
    path = Path(arguments.target)
    name = cell = None
    if not path.exists():  # a file may have `#` in its name
        path, name, cell = Path(match["file"]), match["name"], match["cell"]
    if not path.is_file():
        raise DyetraceError(f"{path} does not exist" if not path.exists() else f"{path} is no file")
    kinds = tuple(KINDS) if name is None else ("shapes",)
    if arguments.kind is not None:
        kinds = tuple(kind.strip() for kind in arguments.kind.split(",") if kind.strip())
    return ProbeRequest(
        path=path,
        kinds=kinds,
        python=(_interpreter(arguments.python),),
        workspace=workspace_of(path),
        target=name,
        input=arguments.input,
        constructor=arguments.constructor,
        batch_size=arguments.batch_size,
        fake=arguments.fake,
        cell=None if cell is None else int(cell),
        arguments=tuple(arguments.program_arguments),
        steps=arguments.steps,
        timeout=arguments.timeout,
        memory_mib=arguments.memory,
        device=arguments.device,
        allow_writes=arguments.allow_writes,
    )


def workspace_of(path: Path) -> Path:
    """Return the folder whose files are protected: the repository, or where the program is."""
    folder = path.resolve().parent
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            return above
    here = Path.cwd()
    return here if folder.is_relative_to(here) else folder


def _interpreter(wanted: str | None) -> str:
    """Return the absolute path of the interpreter: named, of the active environment, or ours."""
    if wanted is not None:
        found = shutil.which(wanted)
        if found is None:
            raise DyetraceError(f"there is no interpreter `{wanted}`")
        return os.path.abspath(found)
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    for variable, parts in (("VIRTUAL_ENV", (folder,)), ("CONDA_PREFIX", _conda_parts(folder))):
        if prefix := os.environ.get(variable):
            candidate = Path(prefix, *parts, name)
            if candidate.exists():
                return os.path.abspath(candidate)
    return os.path.abspath(sys.executable)


def _conda_parts(folder: str) -> tuple[str, ...]:
    return () if os.name == "nt" else (folder,)


async def _probe(request: ProbeRequest) -> ProbeReport:
    from dyetrace.probes.session import run_probe

    try:
        return await run_probe(request, _tell if sys.stderr.isatty() else None)
    finally:
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")


def _tell(progress: Progress) -> None:
    sys.stderr.write(f"\r\033[K{progress.message} …")
    sys.stderr.flush()


def _written(report: ProbeReport, output_format: str) -> str:
    if output_format == "json":
        from dyetrace.reporting.probe_json import probe_object

        return json.dumps(probe_object(report), indent=2, allow_nan=False) + "\n"
    from dyetrace.cli.output.probe_text import probe_text

    return probe_text(report, sys.stdout)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError("must be a number of seconds above 0")
    return number
