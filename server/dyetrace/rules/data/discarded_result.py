"""The rule ``discarded-result``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dyetrace.findings import Finding, Severity, Span
from dyetrace.flow.areas.loading import ARRAY, FRAME, SERIES
from dyetrace.flow.areas.tensors import is_tensor
from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.knowledge.torch import PARAMETER
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.batches import batch_names
from dyetrace.rules.data.syntax import (
    Blocks,
    all_statements,
    calls_at,
    imports,
    is_displayed,
    is_read_after,
    is_timed,
    root_name,
    shortened,
)
from dyetrace.rules.data.target_in_features import TargetInFeatures

_FRAME = frozenset(
    """dropna drop fillna replace rename sort_values sort_index astype reset_index set_index
    drop_duplicates assign ffill bfill interpolate clip append""".split()
)
# No other library in these programs has methods of these names.
_ONLY_PANDAS = frozenset(
    "dropna fillna sort_values sort_index reset_index set_index drop_duplicates".split()
)
_TEXT = frozenset("replace strip lstrip rstrip lower upper title".split())
_ARRAY = frozenset({"astype", "reshape"})
_TENSOR = frozenset(
    """to cuda cpu detach float double half long int bool view reshape permute transpose squeeze
    unsqueeze""".split()
)
_MOVES = frozenset({"to", "cuda", "cpu", "float", "long", "half", "double"})
_METHODS = _FRAME | _TEXT | _ARRAY | _TENSOR
# Managers whose block is run for its exception or its duration.
_LOOKED_AT = ("raises", "warns", "timer", "timeit", "profile", "benchmark", "measure", "suppress")


@dataclass(frozen=True)
class _Candidate:
    """A statement that is a call of a method, and nothing else."""

    statement: ast.Expr
    call: ast.Call
    blocks: Blocks
    span: Span

    @property
    def function(self) -> ast.Attribute:
        """The method with the object that it belongs to."""
        assert isinstance(self.call.func, ast.Attribute)
        return self.call.func


class DiscardedResult(Rule):
    """The result of a method that changes nothing in place is thrown away.

    What it does
    ------------
    Finds statements such as ``df.dropna()``, ``df["name"].str.strip()`` or ``x.to(device)`` on
    frames, series, arrays and tensors. These methods return a new object; the old one stays as it
    was.

    Why it matters
    --------------
    The program goes on with missing values, the wrong type or the label among the features, and
    nothing complains. ``x.to(device)`` fails later at another place, or the model silently runs on
    what was meant to be replaced.

    Evidence
    --------
    A label that was dropped this way and stayed in X read as 1.00 where 0.81 was right. In a
    collection of reproduced studies, features with the label in them moved 80.8 to 97.3 points.

    When it stays silent
    --------------------
    With ``inplace=True``, for the last expression of a notebook cell (it is shown) and for what is
    timed (``%timeit``), where the object is never read again, for ``module.to(device)`` (in place),
    and in blocks that only wait for an exception. A ``drop`` that leaves the label in X is told by
    ``target-in-features``.

    Fix
    ---
    Assign the result: ``df = df.dropna()``.
    """

    name: ClassVar[str] = "discarded-result"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "the result of a method that changes nothing in place is thrown away"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the missing values stay",
            """
import pandas as pd

orders = pd.read_csv("orders.csv")
orders.dropna(subset=["price"])
orders["price"].astype(float)
print(orders["price"].mean())
""",
        ),
        Example(
            "the batch stays on the CPU",
            """
import torch
from torch.utils.data import DataLoader

device = torch.device("cuda")


def train(model, dataset, loss_function, optimizer):
    loader = DataLoader(dataset, batch_size=32, shuffle=True)
    model.to(device)
    for images, labels in loader:
        images.to(device)
        labels.to(device)
        optimizer.zero_grad()
        loss = loss_function(model(images), labels)
        loss.backward()
        optimizer.step()
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "assigned, or in place",
            """
import pandas as pd

orders = pd.read_csv("orders.csv")
orders = orders.dropna(subset=["price"])
orders.sort_values("day", inplace=True)
print(orders["price"].mean())
""",
        ),
        Example(
            "a module moves in place",
            """
import torch
from torch import nn

model = nn.Linear(4, 2)
model.to("cuda")
x = torch.randn(8, 4)
x = x.to("cuda")
print(model(x))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each statement whose only effect is a result that nobody takes."""
        found = [each for each in _candidates(flow) if _changes_nothing(each)]
        if not found or _shows_every_value(flow):
            return
        calls = calls_at(flow, {candidate.span for candidate in found})
        known = [
            (candidate, kind)
            for candidate in found
            if (kind := _kind(flow, candidate, calls[candidate.span])) and _matters(flow, candidate)
        ]
        elsewhere = _told_elsewhere(flow, [candidate for candidate, _ in known])
        for candidate, kind in known:
            if candidate.span not in elsewhere:
                yield self._finding(flow, candidate, kind)

    def _finding(self, flow: Flow, candidate: _Candidate, kind: str) -> Finding:
        owner = candidate.function.value
        text = shortened(flow.source, candidate.call)
        name = flow.source.text_of(flow.source.span(owner))
        stays = f"`{name}` stays as it was" if len(name) <= 24 else "nothing changes"
        assign = f"`{name} = {name}.{candidate.function.attr}(...)`"
        if len(name) > 40 or not isinstance(owner, (ast.Name, ast.Attribute, ast.Subscript)):
            assign = "assign the result to the name that is used afterwards"
        return self.finding(
            candidate.span,
            f"The result of `{text}` is thrown away: {stays}.",
            confidence=0.96 if kind != "probably a frame" else 0.9,
            why=(
                f"`{candidate.function.attr}` returns a new object and leaves the old one alone. "
                "What follows works with the rows, values or device that this line was to change, "
                "and no error says so."
            ),
            advice=f"Assign it: {assign}." if assign[0] == "`" else f"Take it: {assign}.",
            evidence=(
                f"The statement in line {candidate.span.line} is a call on {_words(kind)} that "
                "has no effect but its result, and its object is read afterwards."
            ),
        )


def _words(kind: str) -> str:
    return kind if kind.startswith("probably") else f"a {kind}".replace("a array", "an array")


def _candidates(flow: Flow) -> Iterator[_Candidate]:
    for statement, blocks in flow.index(all_statements):
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            continue
        call = statement.value
        if isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS:
            yield _Candidate(statement, call, blocks, flow.source.span(call))


def _changes_nothing(candidate: _Candidate) -> bool:
    """Whether a call has no effect in place and is not run for its exception or duration."""
    keywords = {keyword.arg: keyword.value for keyword in candidate.call.keywords}
    if None in keywords or "out" in keywords or not _is_false(keywords.get("inplace")):
        return False
    return not any(_waits_for_something(block) for block in candidate.blocks)


def _matters(flow: Flow, candidate: _Candidate) -> bool:
    """Whether the result is not shown by a notebook, and the object is read later."""
    name = root_name(candidate.function.value)
    if name is None or is_displayed(flow.source, candidate.statement):
        return False
    if is_timed(flow.source, candidate.statement):
        return False
    return name == "self" or is_read_after(flow.source, name, candidate.statement, candidate.blocks)


def _is_false(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is False)


def _waits_for_something(block: ast.AST) -> bool:
    if isinstance(block, ast.Try):
        return len(block.body) == 1  # one call, run for the exception that it may raise
    if not isinstance(block, (ast.With, ast.AsyncWith)):
        return False
    texts = [ast.unparse(item.context_expr).lower() for item in block.items]
    return any(word in text for text in texts for word in _LOOKED_AT)


def _shows_every_value(flow: Flow) -> bool:
    """Whether every expression is shown: an option of IPython, or a Streamlit script."""
    return "ast_node_interactivity" in flow.source.original or imports(flow.source, "streamlit")


def _kind(flow: Flow, candidate: _Candidate, calls: list[Call]) -> str | None:
    """Return what the object of a call certainly is, on every path that reaches it."""
    method = candidate.function.attr
    receivers = [each for call in calls if call.receiver for each in call.receiver.each()]
    kinds = {_kind_of(value, method) for value in receivers}
    if kinds and None not in kinds and all(call.receiver for call in calls):
        return kinds.pop()
    unknown = all(value.type is None and "__class__" not in value.attributes for value in receivers)
    if not receivers or not unknown:
        return None
    if method in _MOVES and _is_of_batch(flow, candidate):
        return "tensor"
    if method in _ONLY_PANDAS and all(v.rows for v in receivers) and imports(flow.source, "pandas"):
        return "probably a frame"
    return None


def _kind_of(value: Value, method: str) -> str | None:
    if value.type in (FRAME, SERIES) and method in _FRAME:
        return "frame" if value.type == FRAME else "series"
    if value.type == "pandas.text" and method in _TEXT:
        return "series"
    if value.type == ARRAY and method in _ARRAY:
        return "array"
    if is_tensor(value) and value.type != PARAMETER and method in _TENSOR:
        return "tensor"
    return None


def _is_of_batch(flow: Flow, candidate: _Candidate) -> bool:
    owner = candidate.function.value
    return isinstance(owner, ast.Name) and owner.id in batch_names(flow, candidate.blocks)


def _told_elsewhere(flow: Flow, candidates: list[_Candidate]) -> set[Span]:
    """Return the ``drop`` calls that ``target-in-features`` names as the reason of its finding."""
    if not any(candidate.function.attr == "drop" for candidate in candidates):
        return set()
    findings = TargetInFeatures().check(flow)
    return {place.span for finding in findings for place in finding.related}
