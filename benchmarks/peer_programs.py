"""The programs that the tools are compared on, copied so that no tool gets a hint or a handicap.

Two sets: our own test programs, and the peers' own examples from their source packages on PyPI
(with their own expected codes, read through the same table as their findings). Notebooks become
scripts with the same lines, magics neutralised, so that no tool loses a line number; the marks that
say what is expected are taken out of the copies.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tarfile
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import peer_codes
from peer_tools import ROOT

sys.path.insert(0, str(ROOT / "server"))

from dyetrace.source.reading import read_source

ELSEWHERE = ("probes", "negative", "out-of-order-cells", "undefined-in-notebook")  # need more
SOURCES = (
    "leakguard-mcp==0.1.1",
    "leaklens-ml==0.11.0",
    "lookahead-lint==1.0.1",
    "dslinter==2.0.9",
)
_MARK = re.compile(r"#\s*expect:\s*([\w\-, ]+)")


@dataclass(frozen=True)
class Program:
    """A copied program and what is expected of it.

    ``expected`` holds one group of rules for each defect, with its line, or None where the owner
    gives none. ``silent`` holds the rules that a clean program must not raise; empty means all.
    """

    path: Path
    expected: tuple[tuple[int | None, tuple[str, ...]], ...] = ()
    silent: tuple[str, ...] = ()
    clean: bool = False


def own_programs(folder: Path, target: Path) -> list[Program]:
    """Copy programs laid out as ``<rule>/{leaky,clean}/*``; in a plain folder, no mark is clean."""
    laid_out = any(folder.glob("*/clean"))
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if laid_out and (parts[0] in ELSEWHERE or not {"leaky", "clean"} & set(parts)):
            continue
        copy = target / Path(*parts)
        if path.name == "requirements.txt":
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        if path.suffix not in (".py", ".ipynb"):
            continue
        if path.suffix == ".ipynb":
            copy = copy.with_name(f"{copy.stem}_notebook.py")
        text = read_source(path).text
        marks = tuple((line, (rule,)) for line, rule in _marks(text))
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(_MARK.sub("", text), encoding="utf-8")
        if marks:
            found.append(Program(copy, marks))
        elif not laid_out:
            found.append(Program(copy, clean=True))
        elif parts[1] == "clean":
            found.append(Program(copy, silent=(parts[0],), clean=True))
    return found


def _marks(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if mark := _MARK.search(line):
            for name in mark[1].split(","):
                yield number, name.strip()


def peer_programs(cache: Path, target: Path) -> Iterator[tuple[str, list[Program]]]:
    """Fetch the peers' source packages and copy their own examples; yields (owner, programs)."""
    readers = (_leakguard, _leaklens, _lookahead, _dslinter)
    for package, reader in zip(SOURCES, readers):
        source = _unpacked(package, cache)
        if source is None:
            continue
        folder = target / package.partition("==")[0]
        folder.mkdir(parents=True, exist_ok=True)
        yield package, list(reader(source, folder))


def _unpacked(package: str, cache: Path) -> Path | None:
    name = package.replace("==", "-").replace("_", "-")
    home = cache / "sources" / name
    if not home.exists():
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        into = cache / "sources" / f"{name}.download"
        done = subprocess.run(
            [*download, "--no-binary", ":all:", package, "--dest", str(into)],
            capture_output=True,
            text=True,
        )
        archives = sorted(into.glob("*.tar.gz")) if into.exists() else []
        if not archives:
            print(f"{package}: no source package ({done.stderr.strip()[-200:]})")
            return None
        with tarfile.open(archives[0]) as archive:
            archive.extractall(home, filter="data")
        shutil.rmtree(into)
    return next(path for path in sorted(home.iterdir()) if path.is_dir())


def _leakguard(source: Path, folder: Path) -> Iterator[Program]:
    for corpus, labels in (
        ("corpus", "labels.json"),
        ("corpus_general", "labels_general.json"),
    ):
        expected = json.loads((source / "benchmark" / labels).read_text("utf-8"))
        for name, codes in expected.items():
            copy = folder / name
            shutil.copy(source / "benchmark" / corpus / name, copy)
            defects = _defects(codes, peer_codes.LEAKGUARD)
            yield Program(copy, defects, clean=not defects)


def _defects(
    codes: Mapping[str, int], table: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[None, tuple[str, ...]], ...]:
    """One defect for each code of a file: which of its places is meant is not said."""
    return tuple((None, table[code]) for code in codes)


def _leaklens(source: Path, folder: Path) -> Iterator[Program]:
    tree = ast.parse((source / "leaklens" / "bench.py").read_text("utf-8"))
    kept = [node for node in tree.body if _builds_cases(node)]
    names: dict[str, object] = {}
    exec(compile(ast.Module(kept, []), "bench.py", "exec"), names)  # literals and one loop
    meant = tuple(
        {
            rule
            for code in peer_codes.LEAKLENS
            if code != "no_random_state"
            for rule in peer_codes.LEAKLENS[code]
        }
    )
    for number, (_, code, leaky) in enumerate(names["CASES"]):  # type: ignore[call-overload]
        copy = folder / f"case_{number:02d}.py"
        copy.write_text(code, encoding="utf-8")
        yield Program(copy, ((None, meant),) if leaky else (), silent=meant, clean=not leaky)


def _builds_cases(node: ast.stmt) -> bool:
    """Whether a statement only builds the list of cases (no import, function or class)."""
    return isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For))


def _lookahead(source: Path, folder: Path) -> Iterator[Program]:
    for path in sorted((source / "examples").iterdir()):
        if path.suffix not in (".py", ".ipynb"):
            continue
        copy = folder / f"{path.stem}.py"
        text = read_source(path).text
        marks = re.compile(r"#\s*(LA\d{3})[ ]*$", re.MULTILINE)
        lines = enumerate(text.split("\n"), 1)
        expected = tuple(
            (number, peer_codes.LOOKAHEAD[mark[1]])
            for number, line in lines
            if (mark := marks.search(line))
        )
        copy.write_text(marks.sub("", text), encoding="utf-8")
        if expected or "clean" in path.stem:
            yield Program(copy, expected, clean=not expected)


def _dslinter(source: Path, folder: Path) -> Iterator[Program]:
    """One program for each unit test that holds one script and messages of one kind or none."""
    tests = source / "dslinter" / "tests" / "checkers"
    for path in sorted(tests.glob("test_*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            text = ast.unparse(function)
            codes = set(re.findall(r"msg_id='([\w-]+)'", text))
            scripts = [
                node.value.value
                for node in function.body
                if isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ]
            about = _about(path)
            if len(scripts) != 1 or about is None or not codes <= {about}:
                continue
            copy = folder / f"{path.stem}_{function.name}.py"
            copy.write_text(textwrap.dedent(scripts[0]).replace("#@", ""), encoding="utf-8")
            meant = peer_codes.DSLINTER[about]
            yield Program(copy, ((None, meant),) if codes else (), silent=meant, clean=not codes)


def _about(path: Path) -> str | None:
    """The code that a test module is about, if it has a counterpart among our rules."""
    codes = re.findall(r'msg_id="([\w-]+)"', path.read_text("utf-8"))
    return next((code for code in codes if code in peer_codes.DSLINTER), None)
