"""What share of assigned tensors gets a right shape, on model files that none of us wrote.

``python benchmarks/shape_coverage.py FILE_OR_FOLDER ... [--python PYTHON] [--root FOLDER]
[--out OUT.json]`` traces ``test()`` of each file that has it, else each ``nn.Module`` class alone,
with the inputs that Dyetrace finds. What is right is said by Python's own line tracing in a plain
run of the same call: of every name that held a tensor there, does Dyetrace show the same shapes?
Names in targets that no input was found for are counted by nobody: such targets are listed.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dyetrace.probes.report import ProbeReport, ProbeRequest
from dyetrace.probes.session import run_probe
from dyetrace.probes.warm_workers import WarmWorkers

RECORDER = Path(__file__).resolve().parent.parent / "tests" / "probes" / "independent.py"
_CALL = """
import sys
sys.path[:0] = [{recorder!r}, *{folders!r}]
import json, independent
print("RESULT" + json.dumps(independent.record({path!r}, {call!r})))
"""


@dataclass(frozen=True)
class Given:
    """What the command line says of the call, where Dyetrace cannot find it."""

    target: str | None = None
    constructor: str | None = None
    input: str | None = None


def targets(path: Path) -> list[str]:
    """Return ``test`` where a file has it, else its module classes."""
    body = ast.parse(path.read_text("utf-8", "replace")).body
    if any(isinstance(s, ast.FunctionDef) and s.name == "test" and not s.args.args for s in body):
        return ["test"]
    return [
        s.name
        for s in body
        if isinstance(s, ast.ClassDef) and any("Module" in ast.unparse(b) for b in s.bases)
    ]


def call_of(target: str, report: ProbeReport) -> str | None:
    """Return the call that was traced, as Python text."""
    entry = report.entry
    if target == "test":
        return "test()"
    if entry is None or entry.input is None:
        return None
    made = entry.constructor.expression if entry.constructor is not None else target
    return f"({made})({entry.input.expression})"


def plain(
    path: Path, call: str | None, python: str = sys.executable, root: Path | None = None
) -> dict[str, list[list[int]]] | None:
    """Return what a plain run of the call (None: the program) shows; None if it does not run."""
    folders = [str(path.parent), *([str(root)] if root is not None else [])]
    code = _CALL.format(recorder=str(RECORDER.parent), folders=folders, path=str(path), call=call)
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    _, found, text = done.stdout.partition("RESULT")
    return json.loads(text) if found else None


def shown_in(report: ProbeReport, path: Path) -> dict[str, set[tuple[int, ...]]]:
    """Return the shapes that a report shows of a file's tensors, by ``line:column``."""
    shown: dict[str, set[tuple[int, ...]]] = {}
    for record in report.shapes:
        if Path(record.span.path).name == path.name and record.kind == "tensor":
            place = f"{record.span.line}:{record.span.column}"
            shown.setdefault(place, set()).update((record.concrete, *record.other_shapes))
    return shown


def compared(
    report: ProbeReport, path: Path, expected: dict[str, list[list[int]]]
) -> Iterator[tuple[str, bool]]:
    """Yield for each name that held a tensor its place and whether its shapes are shown."""
    shown = shown_in(report, path)
    for place, shapes in expected.items():
        yield place, {tuple(shape) for shape in shapes} <= shown.get(place, set())


async def measure(
    paths: list[Path],
    python: str = sys.executable,
    root: Path | None = None,
    given: Given | None = None,
) -> list[dict[str, object]]:
    """Trace every target and compare."""
    given = given or Given()
    rows: list[dict[str, object]] = []
    warm = WarmWorkers()
    for path in paths:
        for target in [given.target] if given.target else targets(path):
            workspace = root or path.parent
            request = ProbeRequest(
                path,
                ("shapes",),
                (python,),
                workspace,
                target=target,
                input=given.input,
                constructor=given.constructor,
                environment={"PYTHONPATH": str(workspace)},
                symbolic=False,
            )
            report = await run_probe(request, warm=warm)
            call = call_of(target, report)
            expected = plain(path, call, python, root) if call is not None else None
            places = dict(compared(report, path, expected)) if expected is not None else {}
            right = list(places.values())
            rows.append(
                {
                    "file": path.name,
                    "target": target,
                    "status": report.status,
                    "reason": report.reason,
                    "names": len(right),
                    "right": sum(right),
                    "seconds": report.seconds,
                    "missing": [place for place, is_right in places.items() if not is_right],
                }
            )
            print(*rows[-1].values(), sep="\t", flush=True)
    await warm.stop()
    return rows


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--python", default=sys.executable, help="has torch and what files import")
    parser.add_argument("--root", type=Path, help="workspace: holds packages and calls")
    for option in ("--target", "--constructor", "--input"):
        parser.add_argument(option)
    arguments = parser.parse_args()
    given = Given(arguments.target, arguments.constructor, arguments.input)
    paths = [f for p in arguments.paths for f in ([p] if p.is_file() else sorted(p.rglob("*.py")))]
    rows = asyncio.run(measure(paths, arguments.python, arguments.root, given))
    names, right = (sum(int(str(row[key])) for row in rows) for key in ("names", "right"))
    print(f"{right} of {names} tensor names have their shapes ({right / max(names, 1):.1%})")
    if arguments.out is not None:
        arguments.out.write_text(json.dumps(rows, indent=1), "utf-8")


if __name__ == "__main__":
    main()
