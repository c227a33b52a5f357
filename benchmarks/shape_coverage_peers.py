"""Shapes on code without annotations, ours and the static peers': what share is full and right?

``python shape_coverage_peers.py --cache DIR [FILE_OR_FOLDER ...]``: our zoo of models, and model
files that are given. What is right is said by a plain run (`shape_coverage.py`): each assigned name
that held a tensor there counts once. The peers, from PyPI, are read generously:

- Pyrefly with its torch stubs: ``reveal_type`` after each assignment, the type of its hover.
- torchshapeflow: the hovers of ``tsf check --json``.
- torchtyc: of each function that it can trace, what it says of the returned name.
- A dimension that is a name or a formula counts as right, whatever it is; of a name with several
  shapes one is enough. Of Dyetrace all are asked for, as numbers.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measure import table
from shape_coverage import call_of, plain, shown_in, targets
from static_shapes import PEERS, Setting, Shown

from dyetrace.probes.report import ProbeRequest
from dyetrace.probes.session import run_probe
from dyetrace.probes.warm_workers import WarmWorkers

ZOO = Path(__file__).resolve().parent.parent / "tests" / "programs" / "probes" / "zoo"
Shapes = set[tuple[int, ...]]
_UNKNOWN = {"?", "int", "Unknown", "Any", "Int[int]", ""}


@dataclass
class Subject:
    """A file, the shapes that its names held in plain runs, and those that Dyetrace shows."""

    path: Path
    truth: dict[str, Shapes] = field(default_factory=dict)
    ours: dict[str, Shapes] = field(default_factory=dict)


async def subject_of(path: Path, python: str, warm: WarmWorkers) -> Subject:
    """Run a file of the zoo as a program, and of other files what `shape_coverage.py` runs."""
    subject = Subject(path)
    for target in [None] if path.parent == ZOO else targets(path):
        request = ProbeRequest(
            path, ("shapes",), (python,), path.parent, target=target, symbolic=False
        )
        report = await run_probe(request, warm=warm)
        call = call_of(target, report) if target is not None else None
        expected = plain(path, call, python) if target is None or call is not None else None
        for place, shapes in (expected or {}).items():
            subject.truth.setdefault(place, set()).update(map(tuple, shapes))
        for place, found in shown_in(report, path).items():
            subject.ours.setdefault(place, set()).update(found)
    return subject


def verdict(text: str, truth: Shapes) -> str:
    """Judge one shape as a static tool writes it: ``Tensor[[2, N]]``, ``[?, 1]``, ``(b, d)``."""
    dimensions = _dimensions(text)
    if dimensions is None:
        return "nothing"
    known = [each for each in dimensions if each not in _UNKNOWN and not each.startswith("*")]
    if len(known) < len(dimensions):
        has_rank = not any(each.startswith("*") for each in dimensions)
        return "partly" if known or has_rank else "nothing"
    return "right" if any(_agree(dimensions, shape) for shape in truth) else "wrong"


def _dimensions(text: str) -> list[str] | None:
    """Return the entries between the innermost opening bracket's pair that encloses the shape."""
    start = max(text.find("[["), text.find("[(")) + 1 if ("[[" in text or "[(" in text) else 0
    if not text[start : start + 1] or text[start] not in "[(":
        return None
    entries, depth = [""], 0
    for character in text[start:]:
        depth += (character in "[(") - (character in ")]")
        if depth == 0:
            break
        if character == "," and depth == 1:
            entries.append("")
        elif entries[-1] or character not in "[( ":
            entries[-1] += character
    return [entry.strip() for entry in entries] if entries != [""] else []


def _agree(dimensions: Sequence[str], shape: tuple[int, ...]) -> bool:
    pairs = zip(dimensions, shape)
    return len(dimensions) == len(shape) and all(
        not written.isdecimal() or int(written) == size for written, size in pairs
    )


def judged_peer(shown: Shown, subjects: Sequence[Subject]) -> Counter[str]:
    """Count the verdicts on a static tool."""
    return Counter(
        verdict(shown.get(subject.path, {}).get(place, ""), shapes)
        for subject in subjects
        for place, shapes in subject.truth.items()
    )


def judged_ours(subjects: Sequence[Subject]) -> Counter[str]:
    """Count the verdicts on Dyetrace: all shapes of a name, in numbers."""
    return Counter(
        "right"
        if shapes <= subject.ours.get(place, set())
        else "wrong"
        if place in subject.ours
        else "nothing"
        for subject in subjects
        for place, shapes in subject.truth.items()
    )


def report(title: str, paths: Sequence[Path], setting: Setting) -> None:
    """Print the table of one set of files."""
    subjects = asyncio.run(_subjects(paths, setting.python))
    rows = [_row("Dyetrace", judged_ours(subjects), None)]
    for name, peer in PEERS.items():
        before = _cpu()
        with tempfile.TemporaryDirectory() as folder:
            shown = peer(paths, setting, Path(folder).resolve())
        if isinstance(shown, str):
            rows.append([name, shown, *[""] * 5])
        else:
            rows.append(_row(name, judged_peer(shown, subjects), _cpu() - before))
    names = sum(len(subject.truth) for subject in subjects)
    print(f"### {title}: {len(paths)} files, {names} names that hold tensors\n")
    header = ["", "full and right", "share", "full but wrong", "dimensions or rank", "nothing"]
    print(table([*header, "CPU s"], rows), flush=True)
    print()


async def _subjects(paths: Sequence[Path], python: str) -> list[Subject]:
    warm = WarmWorkers()
    subjects = [await subject_of(path, python, warm) for path in paths]
    await warm.stop()
    return subjects


def _row(name: str, counts: Mapping[str, int], seconds: float | None) -> list[str]:
    right, total = counts["right"], max(sum(counts.values()), 1)
    cells = [str(counts[key]) for key in ("wrong", "partly", "nothing")]
    took = "" if seconds is None else f"{seconds:.1f}"
    return [name, str(right), f"{right / total:.1%}", *cells, took]


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print a table for the zoo and one for each path."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--python", default=sys.executable, help="has torch and what files import")
    parser.add_argument("--needs", nargs="*", default=[], help="packages that the files import")
    options = parser.parse_args()
    setting = Setting(options.cache.resolve(), options.python, tuple(options.needs))
    for path in (ZOO, *(each.resolve() for each in options.paths)):
        files = [path] if path.is_file() else sorted(path.glob("*.py"))
        report(path.name, files, setting)
    print(f"Load: {os.getloadavg()[0]:.0f}", file=sys.stderr)


if __name__ == "__main__":
    main()
