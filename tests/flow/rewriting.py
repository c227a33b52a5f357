"""Rewrites that leave the meaning of a program alone: other names, no-ops, main(), cells, a module.

Each takes a program's text and a source of choices, and returns the rewritten text; ``None`` where
the program has nothing to rewrite. All of them print the tree anew, so a program is compared with
``plain`` of it, not with what its author typed.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Choose = Callable[[int], int]  # choose(n) gives a number below n

ODD_WORDS = (
    "quorp",
    "zilch",
    "vump",
    "größe",
    "klaxon",
    "drimble",
    "oquan",
    "wexu",
    "hufflo",
    "b9",
)
# Words that say what a variable is for: rules may read them, so a rename keeps them.
ROLE_WORDS = frozenset(
    """
    train training tr trn fit test testing te tst val valid validation va dev hold holdout held
    eval evaluation unseen submission sub out oof fold folds x y target targets label labels
    outcome response id ids group groups user subject patient key date time year day seed score
    scores acc accuracy auc f1 loss losses best pred preds predicted prediction predictions prob
    proba probs threshold thresh cutoff epoch lr optim optimizer opt scheduler sched permuted
    shuffled perm random noise fake synthetic true pseudo tta ens ensemble blend stack meta level
    """.split()
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|_+|[^\W\d_]+")
_READS_NAMES = frozenset(
    {"locals", "globals", "vars", "eval", "exec", "query", "getattr", "setattr"}
)


def plain(text: str) -> str:
    """Return a program as every rewrite prints it."""
    return ast.unparse(ast.parse(text)) + "\n"


@dataclass(frozen=True)
class Renamed:
    """A program with other names, and the old name of each new one."""

    text: str
    old_names: dict[str, str]


def renamed(text: str, choose: Choose) -> Renamed | None:
    """Rename every variable of a program that can be renamed without changing what it does."""
    tree = ast.parse(text)
    if any(name in _READS_NAMES for name in _names_called(tree)):
        return None
    taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    taken |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    new_names: dict[str, str] = {}
    odd_words: dict[str, str] = {}
    for name in sorted(_variables(tree)):
        new = _odd_name(name, odd_words, choose)
        while new in taken or new in new_names.values():
            new += "_k"
        new_names[name] = new
    if not new_names:
        return None
    _Renamer(new_names).visit(tree)
    old_names = {new: old for old, new in new_names.items()}
    return Renamed(ast.unparse(ast.fix_missing_locations(tree)) + "\n", old_names)


def _names_called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, (ast.Name, ast.Attribute)):
                yield function.id if isinstance(function, ast.Name) else function.attr


def _variables(tree: ast.Module) -> set[str]:
    """Return the names of variables that are only ever plain names of this program."""
    stored: set[str] = set()
    fixed: set[str] = set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            stored.add(node.id)
        elif isinstance(node, ast.arg):
            stored.add(node.arg)
        elif isinstance(node, ast.keyword) and node.arg:
            fixed.add(node.arg)
        elif isinstance(node, ast.alias):
            fixed.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            fixed.add(node.name)
        elif isinstance(node, ast.ClassDef):
            fixed.add(node.name)
            fixed.update(_stored_in(node.body))
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            fixed.update(node.names)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            fixed.add(node.name)
        elif isinstance(node, ast.Match):
            fixed.update(_captured(node))
    kept = {"self", "cls", "_", "__all__"}
    return {name for name in stored - fixed - kept if not name.startswith("__")}


def _stored_in(body: list[ast.stmt]) -> set[str]:
    """Return the attributes that a class body makes."""
    return {
        node.id
        for statement in body
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _captured(match: ast.Match) -> set[str]:
    kinds = (ast.MatchAs, ast.MatchStar)
    return {node.name for node in ast.walk(match) if isinstance(node, kinds) and node.name}


def _odd_name(name: str, odd_words: dict[str, str], choose: Choose) -> str:
    """Put an odd word for each word that is no role, the same one each time; `x` stays `x`."""
    if len(name) == 1 and name.lower() in "xyijknt":
        return name
    words = []
    for word in _WORD.findall(name):
        if word.lower() not in ROLE_WORDS and word.strip("_") and not word.isdigit():
            number = len(odd_words) // len(ODD_WORDS)
            odd = ODD_WORDS[choose(len(ODD_WORDS))] + (str(number) if number else "")
            while odd in odd_words.values():
                odd = ODD_WORDS[choose(len(ODD_WORDS))] + str(number)
            word = odd_words.setdefault(word.lower(), odd)
        words.append(word)
    return "_".join(word for word in words if word.strip("_"))


class _Renamer(ast.NodeTransformer):
    def __init__(self, new_names: dict[str, str]) -> None:
        self._new_names = new_names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._new_names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self._new_names.get(node.arg, node.arg)
        return node


_COMMENT = "a comment stands here"


def with_no_ops(text: str, choose: Choose) -> str:
    """Put statements and comments without effect before some statements, at any depth."""
    tree = ast.parse(text)
    for node in list(ast.walk(tree)):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                setattr(node, field, _padded(body, choose))
    lines = ast.unparse(ast.fix_missing_locations(tree)).split("\n")
    quoted = (f"'{_COMMENT}'", f'"""{_COMMENT}"""')
    return "\n".join(
        line.replace(line.strip(), "# " + _COMMENT) if line.strip() in quoted else line
        for line in lines
    )


def _padded(body: list[ast.stmt], choose: Choose) -> list[ast.stmt]:
    padded: list[ast.stmt] = []
    for number, statement in enumerate(body):
        first = number == 0 and isinstance(statement, (ast.Expr, ast.ImportFrom))
        if not first and not _is_future(statement) and choose(4) == 0:
            padded.append(_no_op(choose))
        padded.append(statement)
    return padded


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _no_op(choose: Choose) -> ast.stmt:
    number = choose(100)
    texts = (
        "pass",
        "'this is done already'",
        f"'{_COMMENT}'",
        "print('reached here')",
        f"unused_{number} = {number}",
        f"unused_text_{number} = 'nothing'",
        f"unused_list_{number} = []",
    )
    return ast.parse(texts[choose(len(texts))]).body[0]


def in_main(text: str) -> str | None:
    """Wrap a whole program into a function that is called."""
    tree = ast.parse(text)
    future = [node for node in tree.body if _is_future(node)]
    body = [node for node in tree.body if not _is_future(node)]
    names = [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    stars = any(
        isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)
    )
    scopes = any(isinstance(node, ast.Global) for node in ast.walk(tree))
    if stars or scopes or not body or "main_program" in names:
        return None
    function = ast.parse("def main_program():\n    pass\n\nmain_program()")
    definition = function.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.body = body
    function.body = [*future, *function.body]
    return ast.unparse(ast.fix_missing_locations(function)) + "\n"


def in_cells(text: str, choose: Choose) -> list[str]:
    """Cut a program into notebook cells, between any of its top-level statements."""
    cells: list[list[ast.stmt]] = [[]]
    for statement in ast.parse(text).body:
        if cells[-1] and choose(2):
            cells.append([])
        cells[-1].append(statement)
    return [ast.unparse(ast.Module(cell, [])) for cell in cells if cell]


@dataclass(frozen=True)
class Moved:
    """A program without one of its functions, and the module that now holds it."""

    text: str
    module: str


def with_helper_moved(text: str, choose: Choose) -> Moved | None:
    """Move a function, and those that it calls, into a module ``helpers`` and import them."""
    tree = ast.parse(text)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    imported = {
        (alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names
    }
    candidates = []
    for name in functions:
        needed = _needed(name, functions, imported)
        if needed is not None:
            candidates.append(sorted(needed))
    if not candidates:
        return None
    names = candidates[choose(len(candidates))]
    moved = [functions[name] for name in functions if name in names]
    module = ast.unparse(ast.Module([*imports, *moved], [])) + "\n"
    tree.body = [node for node in tree.body if node not in moved]
    position = 1 if isinstance(tree.body[0], ast.Expr) else 0
    position += sum(_is_future(node) for node in tree.body)
    if choose(2):
        line = f"from helpers import {', '.join(names)}"
    else:
        line = "import helpers"
        tree = _Qualifier(frozenset(names)).visit(tree)
    tree.body.insert(position, ast.parse(line).body[0])
    return Moved(ast.unparse(ast.fix_missing_locations(tree)) + "\n", module)


def _needed(
    name: str, functions: dict[str, ast.FunctionDef], imported: set[str]
) -> set[str] | None:
    """Return a function and those that it calls; None where it needs something else of the file."""
    needed: set[str] = set()
    open_names = [name]
    while open_names:
        current = open_names.pop()
        if current in needed:
            continue
        needed.add(current)
        for free in _free_names(functions[current]) - imported - set(dir(builtins)):
            if free not in functions:
                return None
            open_names.append(free)
    return needed


def _free_names(function: ast.FunctionDef) -> set[str]:
    loaded, bound = set(), set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            (loaded if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node is not function:
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            loaded.update(node.names)
    return loaded - bound


class _Qualifier(ast.NodeTransformer):
    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self._names or not isinstance(node.ctx, ast.Load):
            return node
        return ast.Attribute(ast.Name("helpers", ast.Load()), node.id, ast.Load())
