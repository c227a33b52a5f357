"""Names for findings that stay when lines move: for baselines and for code quality reports."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from dyetrace.cli.checked import Check, CheckedFile
from dyetrace.cli.output.repository import in_repository
from dyetrace.findings import Finding


def fingerprints(check: Check) -> Iterator[tuple[CheckedFile, Finding, str]]:
    """Iterate over all findings with a fingerprint each, unique within the check.

    It is made from the rule, the file's name and the text of the lines that the finding is on, and
    the number among equals; not from line numbers.
    """
    seen: Counter[str] = Counter()
    for file, finding in check.findings():
        parts = [finding.rule, in_repository(finding.span.path), _text(file, finding)]
        base = "\0".join(parts)
        seen[base] += 1
        digest = hashlib.sha256(f"{base}\0{seen[base]}".encode("utf-8", "surrogatepass"))
        yield file, finding, digest.hexdigest()[:32]


def _text(file: CheckedFile, finding: Finding) -> str:
    source = file.places.sources.get(finding.span.path)
    if source is None:
        return finding.message
    lines = source.lines[finding.span.line - 1 : finding.span.end_line]
    return "\n".join(" ".join(line.split()) for line in lines)
