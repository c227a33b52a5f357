"""What static shape tools from PyPI show of assigned names: `shape_coverage_peers.py` counts it.

Each tool has an environment of its own. One that cannot be installed or run returns its error.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from shape_peers import TORCH, prepared

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "probes"))
from independent import assigned_names

Shown: TypeAlias = dict[Path, dict[str, str]]  # of each file, what stands at `line:column`


@dataclass(frozen=True)
class Setting:
    """Where environments are kept, the Python that files run in, and what else they import."""

    cache: Path
    python: str
    needs: tuple[str, ...] = ()


Peer: TypeAlias = Callable[[Sequence[Path], Setting, Path], "Shown | str"]


def pyrefly(paths: Sequence[Path], setting: Setting, folder: Path) -> Shown | str:
    """Check copies in which each assignment is followed by ``reveal_type`` of its names."""
    home = setting.cache / "pyrefly"
    for package in (TORCH, "numpy", "pyrefly==1.4.0", "pyrefly-torch-stubs==1.4.0", *setting.needs):
        if error := prepared(home, package):
            return error
    (folder / "pyrefly.toml").write_text(
        f'python-interpreter-path = "{home / "bin" / "python"}"\n', "utf-8"
    )
    places: dict[Path, dict[int, str]] = {}
    copies: dict[Path, Path] = {}
    for path in paths:
        for sibling in path.parent.glob("*.py"):
            copy = folder / sibling.name
            if not copy.exists():
                shutil.copy(sibling, copy)
    for path in paths:
        copy = folder / path.name
        text, places[path] = _revealing(path.read_text("utf-8"))
        copy.write_text(text, "utf-8")
        copies[copy] = path
    command = [str(home / "bin" / "pyrefly"), "check", "--output-format", "json"]
    done = subprocess.run(
        [*command, *map(str, copies)], capture_output=True, text=True, cwd=folder, check=False
    )
    try:
        remarks = json.loads(done.stdout)["errors"]
    except ValueError:
        return done.stderr.strip()[-160:] or "no output"
    shown: Shown = {}
    for remark in remarks:
        path = copies.get((folder / remark["path"]).resolve())
        place = places[path].get(remark["line"]) if path is not None else None
        if path is not None and place is not None and remark["name"] == "reveal-type":
            text = remark["description"].removeprefix("revealed type: ")
            shown.setdefault(path, {})[place] = text
    return shown


class _Reveal(ast.NodeTransformer):
    """Puts ``reveal_type(name)`` after each assignment."""

    def __init__(self) -> None:
        self.places: list[str] = []

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        names = [n for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        names = [name for name in names if isinstance(name.ctx, ast.Store)]
        self.places += [f"{name.lineno}:{name.col_offset}" for name in names]
        calls = [ast.parse(f"reveal_type({name.id})").body[0] for name in names]
        return [node, *calls]


def _revealing(text: str) -> tuple[str, dict[int, str]]:
    """Return the changed text, and by its lines the place in the old text that each reveals."""
    reveal = _Reveal()
    changed = ast.unparse(reveal.visit(ast.parse(text)))
    lines = [
        node.lineno
        for node in ast.walk(ast.parse(changed))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "reveal_type"
    ]
    return changed, dict(zip(sorted(lines), reveal.places, strict=True))


def torchshapeflow(paths: Sequence[Path], setting: Setting, _folder: Path) -> Shown | str:
    """Read the hovers of each file; its columns count from 1."""
    home = setting.cache / "tsf"
    if error := prepared(home, "torchshapeflow==0.7.3"):
        return error
    shown: Shown = {}
    for path in paths:
        command = [str(home / "bin" / "tsf"), "check", "--json", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            files = json.loads(done.stdout)["files"]
        except ValueError:
            return done.stderr.strip()[-160:] or "no output"
        hovers = [hover for each in files for hover in each["hovers"]]
        shown[path] = {f"{h['line']}:{h['column'] - 1}": h["shape"] for h in hovers}
    return shown


def torchtyc(paths: Sequence[Path], setting: Setting, _folder: Path) -> Shown | str:
    """Trace each function that it can: it shows arguments and results, never a local name.

    What it says of a result is credited to every assignment of the name that is returned.
    """
    home = setting.cache / "torchtyc"
    for package in (TORCH, "numpy", "torchtyc[all]==0.5.0"):
        if error := prepared(home, package):
            return error
    tool = str(home / "bin" / "torchtyc")
    shown: Shown = {}
    for path in paths:
        check = [tool, "check", "--format", "json", "--python", setting.python, str(path)]
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        try:
            checked = json.loads(done.stdout)["checked_functions"]
        except ValueError:
            return done.stderr.strip()[-160:] or "no output"
        if checked:
            shown[path] = _results(tool, path, setting.python)
    return shown


def _results(tool: str, path: Path, python: str) -> dict[str, str]:
    found: dict[str, str] = {}
    text = path.read_text("utf-8")
    names = [name for _, each in assigned_names(text).values() for name in each]
    for function, qualified in _functions(ast.parse(text)):
        command = [tool, "trace", "--python", python, f"{path}::{qualified}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        result = re.search(r"^  return -> (.*)$", done.stdout, re.MULTILINE)
        returned = {
            node.value.id
            for node in ast.walk(function)
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Name)
        }
        for name in names if result is not None else ():
            inside = function.lineno <= name.lineno <= (function.end_lineno or 0)
            if inside and name.id in returned and result is not None:
                found[f"{name.lineno}:{name.col_offset}"] = result.group(1)
    return found


def _functions(tree: ast.Module) -> list[tuple[ast.FunctionDef, str]]:
    found = [(node, node.name) for node in tree.body if isinstance(node, ast.FunctionDef)]
    for owner in tree.body:
        if isinstance(owner, ast.ClassDef):
            methods = [node for node in owner.body if isinstance(node, ast.FunctionDef)]
            found += [(method, f"{owner.name}.{method.name}") for method in methods]
    return found


PEERS: dict[str, Peer] = {
    "Pyrefly 1.4.0 with torch stubs": pyrefly,
    "torchshapeflow 0.7.3": torchshapeflow,
    "torchtyc 0.5.0": torchtyc,
}
