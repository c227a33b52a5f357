"""The user's own names for models and parts, and the path of a leak as related places."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable

from dyetrace.findings import Related, Span
from dyetrace.flow.events import Bind, Fit, Split, Statistic
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Part, Rows, Value
from dyetrace.rules.data.leaks import Judgement, Leak

_LONGEST_NAME = 24  # keeps a message with two names below 110 characters
_MESSAGE = 110  # characters of a message
_ROWS_NAME = re.compile(r" \(`[^`]*`\)")
_HELD_OUT = re.compile(r"test|_te$|^te_|val(?!ue)|dev|hold|eval|unseen|submission", re.IGNORECASE)
_VALIDATION = re.compile(r"val(?!ue)", re.IGNORECASE)


def name_of(flow: Flow, value: Value | None) -> str | None:
    """Return the plain name that the user gave an object, the first one it had."""
    if value is None:
        return None
    return flow.index(_first_names).get(value.identity)


def _plain_binds(flow: Flow) -> list[Bind]:
    return [bind for bind in flow.of(Bind) if _is_plain(bind.target)]


def _first_names(flow: Flow) -> dict[int, str]:
    """Return the first plain name of each object."""
    names: dict[int, str] = {}
    for bind in flow.index(_plain_binds):
        names.setdefault(bind.value.identity, bind.target)
    return names


def _is_plain(target: str) -> bool:
    return target.isidentifier() and target != "_" and len(target) <= _LONGEST_NAME


def name_of_part(flow: Flow, part: Part | None, rows: frozenset[Rows]) -> str | None:
    """Return the user's name for one side of a split, or for rows of a file.

    The first name counts, but one that says what the rows are for goes before.
    """
    names = flow.index(_names_of_rows).get(rows if part is None else part, [])
    return next((name for name in names if tells_role(name)), names[0] if names else None)


def _names_of_rows(flow: Flow) -> dict[Part | frozenset[Rows], list[str]]:
    """Return the names of values by all their rows, and by each part that holds all of them."""
    names: dict[Part | frozenset[Rows], list[str]] = defaultdict(list)
    for bind in flow.index(_plain_binds):
        if any(dye.kind == "prediction" for dye in bind.value.dye):
            continue
        held = bind.value.rows
        names[held].append(bind.target)
        each = [frozenset(row.parts) for row in held]
        for part in frozenset.intersection(*each) if each else ():
            names[part].append(bind.target)
    return dict(names)


def tells_role(name: str) -> bool:
    """Whether a name says that rows are held out."""
    return _HELD_OUT.search(name) is not None


def calls_validation(name: str | None) -> bool:
    """Whether a name says that rows are for validation; `values` says nothing."""
    return name is not None and _VALIDATION.search(name) is not None


def judged_name(flow: Flow, judged: Judgement, part: Part | None) -> str:
    """Return the judged rows as they are called in a sentence: "the test set (`X_te`)"."""
    if part is not None and part.key == "validation_split":
        return "the validation rows (`validation_split`)"
    name = name_of_part(flow, part, judged.rows) or name_of(flow, judged.x)
    role = "validation set" if calls_validation(name) else "test set"
    return f"the {role} (`{name}`)" if name else f"the {role}"


def in_one_line(message: str) -> str:
    """Return a message that fits: without the name of the rows, where the names are long."""
    return message if len(message) <= _MESSAGE else _ROWS_NAME.sub("", message)


def model_name(flow: Flow, model: Value) -> str:
    """Return the user's name of a model, or its class."""
    return name_of(flow, model) or (model.type or "the model").rpartition(".")[2]


def path_of(flow: Flow, leak: Leak) -> tuple[Related, ...]:
    """Return the places between the cause and the score, in the order of the program."""
    judged = leak.first
    places = []
    if leak.split is not None:
        places.append(Related(leak.split.site, "split here"))
    if judged.fit.site is not None:
        places.append(Related(judged.fit.site, f"{_called(flow, judged.model)} is fitted here"))
    for other in leak.judgements[:5]:
        places.append(Related(other.site, f"{_called(flow, other.model)} {_verb(other)} here"))
    return in_order(places, without=leak.dye.site)


def _called(flow: Flow, model: Value) -> str:
    name = name_of(flow, model) or (model.type or "").rpartition(".")[2]
    return f"`{name}`" if name else "the model"


def _verb(judged: Judgement) -> str:
    if judged.scored:
        return "is judged"
    return "predicts" if judged.is_known else "gets its test rows"


def in_order(places: Iterable[Related], without: Span) -> tuple[Related, ...]:
    """Return places sorted, each once, and none of them the finding's own."""
    unique = {place.span: place for place in places if place.span != without}
    return tuple(sorted(unique.values(), key=lambda place: place.span))


def fit_at(flow: Flow, site: Span) -> Fit | None:
    """Return the fit that a dye comes from, None when a statistic made it."""
    return next((fit for fit in flow.of(Fit) if fit.site == site), None)


def argument_name(flow: Flow, fit: Fit) -> str | None:
    """Return the variable that the first argument of a fit is made of: `X` in `s.fit(X[cols])`."""
    source = flow.sources.get(fit.site.path)
    if source is None:
        return None
    try:
        call = ast.parse(source.text_of(fit.site).strip(), mode="eval").body
    except SyntaxError:
        return None
    node: ast.AST | None = call.args[0] if isinstance(call, ast.Call) and call.args else None
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) and _is_plain(node.id) else None


def learned_before_split(flow: Flow, leak: Leak) -> bool:
    """Whether the cause stands before the split in the order of execution."""
    learned, splits = flow.index(_first_places)
    split = None if leak.split is None else splits.get(id(leak.split))
    return split is None or learned.get(leak.dye.site, split) < split


def _first_places(flow: Flow) -> tuple[dict[Span, int], dict[int, int]]:
    """Return where each place first learned, and where each split stands, in the execution."""
    learned: dict[Span, int] = {}
    splits: dict[int, int] = {}
    for number, event in enumerate(flow.events):
        if isinstance(event, (Fit, Statistic)):
            learned.setdefault(event.site, number)
        elif isinstance(event, Split):
            splits[id(event)] = number
    return learned, splits


def certainty_of(flow: Flow, leak: Leak) -> float:
    """Return how sure the links of a leak's path are, as the product of their factors."""
    judged, confidence = leak.first, 0.97
    fit = fit_at(flow, leak.dye.site)
    if fit is not None and fit.x is not None and not fit.x.certain and not _is_parameter(fit.x):
        confidence *= 0.9
    if not judged.scored:
        confidence *= 0.92
    if leak.part is None:
        confidence *= 0.9
    if judged.model.type is None:
        confidence *= 0.9
    if not judged.is_known:
        confidence *= 0.95
    return round(confidence, 2)


def _is_parameter(value: Value) -> bool:
    return any(row.origin == value.site for row in value.rows)
