"""The tools that are compared: how each is installed (its own environment), run and read.

Every tool is given a folder of Python files and says which code it found in which line of which
file. Nothing is patched; a tool that cannot be installed or run is named with its error.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import peer_codes

ROOT = Path(__file__).resolve().parent.parent
_LEAKGUARD = """
import json, pathlib, sys
from leakguard.core import LeakGuard
guard, out = LeakGuard(), []
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    for finding in guard.scan(path.read_text("utf-8"), filename=str(path)):
        out.append([str(path), finding.line, finding.rule_id])
print(json.dumps(out))
"""


@dataclass(frozen=True)
class Remark:
    """One finding of one tool: file, line (from 1), the tool's own code."""

    path: Path
    line: int
    code: str


@dataclass(frozen=True)
class Tool:
    """A tool, the rules that its codes can mean, and how to run it over a folder.

    ``package`` is what pip installs; ``command`` makes the command line from the environment's
    folder and the folder of programs; ``read`` turns its standard output into remarks.
    """

    name: str
    package: str
    codes: Mapping[str, tuple[str, ...]]
    command: Callable[[Path, Path], Sequence[str]]
    read: Callable[[str, Path], list[Remark]]
    python: str = ""  # the interpreter that it needs, where not ours

    def meanings(self, code: str) -> tuple[str, ...]:
        """Return the rules that a code can stand for; Dyetrace's codes are the rules."""
        return self.codes.get(code, ()) if self.codes else (code,)


@dataclass(frozen=True)
class Outcome:
    """What one tool said of one folder, and its seconds of CPU, or why it said nothing."""

    remarks: tuple[Remark, ...] = ()
    seconds: float = 0.0
    error: str = ""


def prepare(tool: Tool, cache: Path) -> str:
    """Make the tool's environment below ``cache``; returns an error, or an empty string."""
    if not tool.package:
        return ""
    home = cache / tool.package.replace("==", "-")
    if (home / "complete").exists():
        return ""
    python = shutil.which(tool.python) if tool.python else sys.executable
    if python is None:
        return f"needs {tool.python}, which is not on the PATH"
    shutil.rmtree(home, ignore_errors=True)
    for step in ([python, "-m", "venv", str(home)], [*_pip(home), tool.package]):
        done = subprocess.run(step, capture_output=True, text=True)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
            return lines[-1][:200]
    (home / "complete").touch()
    return ""


def _pip(home: Path) -> list[str]:
    return [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet"]


def run(tool: Tool, cache: Path, programs: Path) -> Outcome:
    """Run a prepared tool over a folder of programs."""
    home = cache / tool.package.replace("==", "-")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        tool.command(home, programs), capture_output=True, text=True, cwd=programs
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    try:
        return Outcome(tuple(tool.read(done.stdout, programs)), seconds)
    except (ValueError, KeyError, TypeError) as error:
        lines = done.stderr.strip().splitlines() or [repr(error)]
        return Outcome(seconds=seconds, error=lines[-1][:200])


def _read_mlguard(_out: str, programs: Path) -> list[Remark]:
    report = programs / "mlguard.json"
    found = json.loads(report.read_text("utf-8"))
    report.unlink()
    return [Remark(Path(each["path"]), each["line"], each["rule_id"]) for each in found]


def _read_leaklens(out: str, _programs: Path) -> list[Remark]:
    found = []
    for each in json.loads(out)["findings"]:
        path, _, line = each["column"].rpartition(":")
        found.append(Remark(Path(path), int(line), each["kind"]))
    return found


def _read_lookahead(out: str, _programs: Path) -> list[Remark]:
    found = json.loads(out)["findings"]
    return [Remark(Path(each["path"]), each["line"], each["code"]) for each in found]


def _read_leakguard(out: str, _programs: Path) -> list[Remark]:
    return [Remark(Path(path), line, code) for path, line, code in json.loads(out)]


def _read_pylint(out: str, programs: Path) -> list[Remark]:
    return [
        Remark(programs / each["path"], each["line"], each["symbol"]) for each in json.loads(out)
    ]


def _read_dyetrace(out: str, programs: Path) -> list[Remark]:
    return [
        Remark(programs / each["filename"], each["location"]["row"], each["code"])
        for each in json.loads(out)
    ]


def _pylint_command(home: Path, programs: Path) -> list[str]:
    """Leave out programs about what it has no code for: it takes a second of CPU for each file."""
    known = {rule for rules in peer_codes.DSLINTER.values() for rule in rules}
    paths = [path.relative_to(programs) for path in sorted(programs.rglob("*.py"))]
    files = [str(path) for path in paths if len(path.parts) == 1 or path.parts[0] in known]
    enabled = ",".join(peer_codes.DSLINTER)
    options = ["--load-plugins=dslinter", "--disable=all", f"--enable={enabled}"]
    return [str(home / "bin" / "pylint"), *options, "--output-format=json", *files]


def _dyetrace_command(programs: Path, *more: str) -> list[str]:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'server')!r}); "
        "from dyetrace.cli.main import main; sys.exit(main())"
    )
    options = ["--output-format", "json", "--no-cache", *more]
    return [sys.executable, "-c", script, "check", str(programs), *options]


TOOLS = (
    Tool(
        "Dyetrace, all rules",
        "",
        {},
        lambda _home, programs: _dyetrace_command(programs, "--preview"),
        _read_dyetrace,
    ),
    Tool(
        "Dyetrace, as shipped",
        "",
        {},
        lambda _home, programs: _dyetrace_command(programs),
        _read_dyetrace,
    ),
    Tool(
        "mlguard-lint",
        "mlguard-lint==0.1.1",
        peer_codes.MLGUARD,
        lambda home, programs: [
            str(home / "bin" / "mlguard-lint"),
            str(programs),
            "--json",
            str(programs / "mlguard.json"),
        ],
        _read_mlguard,
    ),
    Tool(
        "leaklens-ml",
        "leaklens-ml==0.11.0",
        peer_codes.LEAKLENS,
        lambda home, programs: [
            str(home / "bin" / "leaklens"),
            "--scan",
            str(programs),
            "--json",
        ],
        _read_leaklens,
    ),
    Tool(
        "lookahead-lint",
        "lookahead-lint==1.0.1",
        peer_codes.LOOKAHEAD,
        lambda home, programs: [
            str(home / "bin" / "lookahead-lint"),
            "--no-config",
            "--format",
            "json",
            str(programs),
        ],
        _read_lookahead,
    ),
    Tool(
        "leakguard-mcp",
        "leakguard-mcp==0.1.1",
        peer_codes.LEAKGUARD,
        lambda home, programs: [
            str(home / "bin" / "python"),
            "-c",
            _LEAKGUARD,
            str(programs),
        ],
        _read_leakguard,
    ),
    Tool(
        "pylint + dslinter",
        "dslinter==2.0.9",
        peer_codes.DSLINTER,
        _pylint_command,
        _read_pylint,
        python="python3.9",  # its pins (pylint 2.12, astroid 2.9) do not run on newer ones
    ),
)
