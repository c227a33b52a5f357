"""Run every rule over a folder of code that none of us wrote: `python report.py FOLDER OUT.json`.

Prints findings per rule and severity, what could not be read, and seconds of CPU per file (median,
95th percentile, worst); OUT.json holds each finding with its line, for reading and judging.
"""

from __future__ import annotations

import collections
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "server"))

from dyetrace.findings import DyetraceError, Finding
from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.program import Source
from dyetrace.source.reading import read_source


def examine(path: str) -> dict[str, object]:
    """Return what all rules, previews too, say of one file."""
    started = time.process_time()
    try:
        analysis = analyze(read_source(Path(path)), Configuration(preview=True))
    except DyetraceError as error:
        return {"path": path, "problem": str(error), "findings": [], "seconds": 0.0}
    problem = "; ".join(analysis.faults) + ("truncated" if analysis.flow.truncated else "")
    found = [_plain(finding, analysis.source) for finding in analysis.findings]
    seconds = time.process_time() - started
    return {"path": path, "problem": problem, "findings": found, "seconds": seconds}


def _plain(finding: Finding, source: Source) -> dict[str, object]:
    cell = source.cell_at(finding.span.line)
    return {
        "rule": finding.rule,
        "severity": finding.severity.label,
        "confidence": finding.confidence,
        "message": finding.message,
        "line": finding.span.line,
        "cell": None if cell is None else cell.number,
        "text": source.lines[finding.span.line - 1].strip(),
        "related": [f"{each.span.line}: {each.message}" for each in finding.related],
    }


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    files = sorted(str(p) for p in folder.rglob("*") if p.suffix in (".py", ".ipynb"))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(examine, files, chunksize=8))
    out.write_text(json.dumps(results, indent=1), encoding="utf-8")
    counts = collections.Counter(
        (finding["rule"], finding["severity"])
        for result in results
        for finding in result["findings"]
    )
    for (rule, severity), count in sorted(counts.items()):
        print(f"{count:5}  {severity:12} {rule}")
    for result in results:
        if result["problem"]:
            print(f"{result['path']}: {result['problem']}")
    seconds = sorted(result["seconds"] for result in results) or [0.0]
    print(
        f"{len(files)} files; CPU seconds per file: median {seconds[len(seconds) // 2]:.3f}, "
        f"95th percentile {seconds[len(seconds) * 95 // 100]:.3f}, worst {seconds[-1]:.2f}"
    )


if __name__ == "__main__":
    main()
