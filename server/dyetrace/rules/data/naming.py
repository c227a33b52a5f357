"""The user's own names for models and parts, and the path of a leak as related places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from dyetrace.findings import Related, Span
from dyetrace.flow.events import Bind, Fit, Statistic
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Part, Rows, Value
from dyetrace.rules.data.leaks import Judgement, Leak

_LONGEST_NAME = 24  # keeps a message with two names below 110 characters
_MESSAGE = 110  # characters of a message
_ROWS_NAME = re.compile(r" \(`[^`]*`\)")
_HELD_OUT = re.compile(r"test|_te$|^te_|val|dev|hold|eval|unseen|submission", re.IGNORECASE)


def name_of(flow: Flow, value: Value | None) -> str | None:
    """Return the plain name that the user gave an object, the first one it had."""
    if value is None:
        return None
    for bind in flow.of(Bind):
        if bind.value.identity == value.identity and _is_plain(bind.target):
            return bind.target
    return None


def _is_plain(target: str) -> bool:
    return target.isidentifier() and target != "_" and len(target) <= _LONGEST_NAME


def name_of_part(flow: Flow, part: Part | None, rows: frozenset[Rows]) -> str | None:
    """Return the user's name for one side of a split, or for rows of a file.

    The first name counts, but one that says what the rows are for goes before.
    """
    names = [
        bind.target
        for bind in flow.of(Bind)
        if _is_plain(bind.target) and _are_those(bind.value.rows, part, rows)
    ]
    return next((name for name in names if tells_role(name)), names[0] if names else None)


def _are_those(held: frozenset[Rows], part: Part | None, rows: frozenset[Rows]) -> bool:
    if part is None:
        return held == rows
    return bool(held) and all(part in row.parts for row in held)


def tells_role(name: str) -> bool:
    """Whether a name says that rows are held out."""
    return _HELD_OUT.search(name) is not None


def judged_name(flow: Flow, judged: Judgement, part: Part | None) -> str:
    """Return the judged rows as they are called in a sentence: "the test set (`X_te`)"."""
    name = name_of_part(flow, part, judged.rows) or name_of(flow, judged.x)
    role = "validation set" if name is not None and "val" in name.lower() else "test set"
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
    for event in flow.events:
        if event is leak.split:
            return False
        if event.site == leak.dye.site and isinstance(event, (Fit, Statistic)):
            return True
    return True


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
