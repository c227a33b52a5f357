"""Dyetrace beside its peers, on the same programs: `python peers.py --cache DIR [FOLDER]`.

Each peer is installed from PyPI into an environment of its own below DIR (kept for the next run).
The sets are our test programs, the negative corpus, the peers' own examples, and FOLDER, if given:
programs with ``# expect: rule-name`` marks; files without a mark count as clean.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from measure import table
from peer_programs import Program, own_programs, peer_programs
from peer_tools import ROOT, TOOLS, Outcome, Remark, Tool, prepare, run


@dataclass(frozen=True)
class Score:
    """What one tool did on one set of programs, in defects and in clean programs."""

    counts: Counter[str]
    seconds: float


def judge(tool: Tool, programs: Sequence[Program], outcome: Outcome) -> Score:
    """Count defects caught at their line, caught in the file, missed, and false alarms.

    A defect without a line is caught where the file has any finding that can mean it. ``own``
    counts the defects of kinds that the tool has a code for at all.
    """
    by_file: dict[Path, list[Remark]] = {}
    for remark in outcome.remarks:
        by_file.setdefault(remark.path.resolve(), []).append(remark)
    known = {rule for rules in tool.codes.values() for rule in rules}
    counts: Counter[str] = Counter()
    for program in programs:
        remarks = by_file.get(program.path.resolve(), [])
        for line, kinds in program.expected:
            meant = [each for each in remarks if set(tool.meanings(each.code)) & set(kinds)]
            at_line = any(each.line == line for each in meant)
            counts["line" if at_line else "file" if meant else "missed"] += 1
            counts["own"] += not tool.codes or bool(known & set(kinds))
        if program.clean:
            counts["clean"] += 1
            counts["false"] += any(_is_false(tool, each, program) for each in remarks)
            counts["remarks"] += len(remarks)
    return Score(counts, outcome.seconds)


def _is_false(tool: Tool, remark: Remark, program: Program) -> bool:
    """Whether a finding in a clean program contradicts it; a seed that is missing is no claim."""
    kinds = set(tool.meanings(remark.code))
    if program.silent:
        return bool(kinds & set(program.silent))
    return bool(kinds) and not kinds <= {"unseeded-randomness", "late-seed", "absolute-path"}


def report(
    title: str, programs: Sequence[Program], folder: Path, cache: Path, tools: Sequence[Tool]
) -> None:
    """Run the tools over one set and print its table."""
    defects = sum(len(program.expected) for program in programs)
    lines = any(line is not None for program in programs for line, _ in program.expected)
    clean = sum(program.clean for program in programs)
    print(f"### {title}: {len(programs)} programs, {defects} defects, {clean} clean programs\n")
    rows = []
    for tool in tools:
        outcome = Outcome(error=prepare(tool, cache))
        outcome = outcome if outcome.error else run(tool, cache, folder)
        if outcome.error:
            rows.append([tool.name, outcome.error, *[""] * 6])
            continue
        score = judge(tool, programs, outcome)
        counts = score.counts
        caught = counts["line"] + counts["file"]
        rows.append(
            [
                tool.name,
                counts["line"] if lines else "-",
                counts["file"] if lines else caught,
                counts["missed"],
                f"{caught} of {counts['own']}",
                counts["false"],
                f"{counts['remarks'] / max(clean, 1):.1f}",
                f"{score.seconds:.1f}",
            ]
        )
    header = ["tool", "right line", "elsewhere in the file", "missed", "of kinds it has a code for"]
    print(table([*header, "clean programs accused", "remarks per clean program", "CPU s"], rows))
    print(flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path, nargs="?")
    arguments.add_argument("--cache", type=Path, required=True)
    arguments.add_argument("--skip", default="", help="tools to leave out, separated by commas")
    options = arguments.parse_args()
    tools = [tool for tool in TOOLS if tool.name not in options.skip.split(",")]
    cache = options.cache.resolve()
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="programs-") as name:
        root = Path(name).resolve()
        sets = [("our test programs", ROOT / "tests" / "programs")]
        sets += [("the negative corpus", ROOT / "tests" / "programs" / "negative")]
        sets += [(str(options.folder), options.folder)] if options.folder else []
        for number, (title, source) in enumerate(sets):
            target = root / f"s{number}"
            report(title, own_programs(source, target), target, cache, tools)
        for owner, programs in peer_programs(cache, root / "peers"):
            report(f"the examples of {owner}", programs, programs[0].path.parent, cache, tools)


if __name__ == "__main__":
    main()
