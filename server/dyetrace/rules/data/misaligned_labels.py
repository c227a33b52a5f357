"""The rule ``misaligned-labels``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Call, Event, Split
from dyetrace.flow.selection import REORDERED
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Part, Rows, Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, name_of
from dyetrace.rules.data.origins import all_learned

_SHUFFLES = frozenset(
    """sklearn.utils.shuffle numpy.random.shuffle random.shuffle numpy.random.permutation
    numpy.random.Generator.shuffle numpy.random.Generator.permutation
    numpy.random.Generator.permuted pandas.DataFrame.sample pandas.Series.sample
    pandas.DataFrame.sort_values pandas.Series.sort_values""".split()
)
# Shuffled labels on purpose: the score that chance gives.
_ON_PURPOSE = re.compile(
    r"perm|shuf|rand|null|chance|dummy|control|noise|fake|broken", re.IGNORECASE
)
_RESEEDED = re.compile(r"get_state\(|set_state\(|\.seed\(|RandomState\(|setstate\(|getstate\(")


@dataclass(frozen=True)
class _Parallel:
    """X and y as they meet, and the reordering that only one of them went through."""

    event: Event
    moved: Value
    still: Value
    call: Call
    is_x: bool


class MisalignedLabels(Rule):
    """X is brought into another order and y is not, or the reverse.

    What it does
    ------------
    Follows the order of rows: where one of X and y was shuffled, sampled or sorted and the other
    was not, or both were shuffled apart from each other, every row gets the label of another one.

    Why it matters
    --------------
    The model learns noise. Its score is that of guessing, and nothing says why.

    Evidence
    --------
    Measured on the digits data: labels agree with the nearest neighbour's label in 98.8 % of the
    rows before such a line, and in 10.5 % after it (chance is 10 %).

    When it stays silent
    --------------------
    For a joint ``shuffle(X, y)``, one permutation for both, the same seed set before both, labels
    that are taken after the shuffle, and for labels shuffled on purpose (permutation tests).

    Fix
    ---
    ``X, y = shuffle(X, y)``, or one permutation: ``X, y = X[order], y[order]``.
    """

    name: ClassVar[str] = "misaligned-labels"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.ERROR
    preview: ClassVar[bool] = True  # not met often enough in public programs
    summary: ClassVar[str] = "only one of X and y is brought into another order"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "only X is shuffled",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

flowers = pd.read_csv("flowers.csv")
y = flowers["kind"]
X = flowers.drop(columns=["kind"]).sample(frac=1, random_state=0)

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "both are taken from the shuffled table",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

flowers = pd.read_csv("flowers.csv").sample(frac=1, random_state=0)
y = flowers["kind"]
X = flowers.drop(columns=["kind"])

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each call that reorders one side only."""
        calls = {c.site: c for c in flow.of(Call) if c.function in _SHUFFLES}
        if not calls:
            return
        told: set[Span] = set()
        for event, x, y in _pairs(flow):
            found = _one_sided(flow, event, x, y, calls)
            if found is not None and found.call.site not in told:
                told.add(found.call.site)
                yield self._finding(flow, found)

    def _finding(self, flow: Flow, found: _Parallel) -> Finding:
        moved = name_of(flow, found.moved) or ("X" if found.is_x else "y")
        still = name_of(flow, found.still) or ("y" if found.is_x else "X")
        function = found.call.function.rpartition(".")[2]
        how = "sorted" if function == "sort_values" else "shuffled"
        return self.finding(
            found.call.site,
            in_one_line(
                f"`{moved}` is {how} here and `{still}` is not: rows get other rows' labels."
            ),
            confidence=0.96,
            why=(
                "From here on every row carries the label of another row, and the model learns "
                "noise. Labels that agreed with their neighbours in 98.8 % of the rows agree in "
                "10.5 % afterwards, which is chance."
            ),
            advice="Bring both into the same order: `X, y = shuffle(X, y)`, or one permutation.",
            evidence=(
                f"`{function}` in line {found.call.site.line} changes the order of one of the two, "
                f"and they meet in line {found.event.site.line}."
            ),
            related=in_order(
                [Related(found.event.site, "X and y meet here")], without=found.call.site
            ),
        )


def _pairs(flow: Flow) -> Iterator[tuple[Event, Value, Value]]:
    """Iterate over the places where rows and labels meet."""
    for split in flow.of(Split):
        if split.kind == "holdout" and len(split.inputs) >= 2:
            yield split, split.inputs[0], split.inputs[1]
    for learned in all_learned(flow):
        if learned.y is not None:
            yield learned.event, learned.x, learned.y


def _one_sided(
    flow: Flow, event: Event, x: Value, y: Value, calls: dict[Span, Call]
) -> _Parallel | None:
    if len(x.rows) != 1 or len(y.rows) != 1 or not x.certain or not y.certain:
        return None
    (mine,), (theirs,) = x.rows, y.rows
    if _others(mine) != _others(theirs):
        return None
    order, other = _order(mine), _order(theirs)
    if order == other or not all(part.site in calls for part in (*order, *other)):
        return None
    if order and other and _RESEEDED.search(flow.source.text):
        return None
    only_x = [part for part in order if part not in other]
    only_y = [part for part in other if part not in order]
    last = (only_x or only_y)[-1:]
    if not last:
        return None
    call = calls[last[0].site]
    if only_x and only_y and _same_seed(call, calls[only_y[-1].site]):
        return None
    if "sort" in call.function and not mine.has_origin_of(theirs):
        return None  # two files: sorting one may be what brings them together
    moved, still = (x, y) if only_x else (y, x)
    if _is_on_purpose(flow, call, moved):
        return None
    return _Parallel(event, moved, still, call, bool(only_x))


def _order(row: Rows) -> tuple[Part, ...]:
    return tuple(part for part in row.parts if part.name == REORDERED)


def _others(row: Rows) -> list[str]:
    """Name what else was done to rows; a slice of reordered rows is a cut of its own."""
    return sorted(part.name for part in row.parts if part.name != REORDERED)


def _same_seed(one: Call, other: Call) -> bool:
    """Whether both calls draw the same order: one literal seed, or seeds that nobody knows."""
    seeds = [call.keywords.get("random_state") for call in (one, other)]
    if seeds[0] is None or seeds[1] is None:
        return one.receiver is not None and "random" in one.function
    first, second = (seed.constant for seed in seeds if seed is not None)
    return first == second or not all(seed.is_constant for seed in seeds if seed is not None)


def _is_on_purpose(flow: Flow, call: Call, moved: Value) -> bool:
    """Whether labels are shuffled to see what chance gives, by their name or the function's."""
    names = [name_of(flow, moved) or "", call.context.function]
    line = flow.sources.get(call.site.path, flow.source).lines[call.site.line - 1]
    target = line.partition("=")[0] if "=" in line else ""
    return any(_ON_PURPOSE.search(name) for name in (*names, target.partition("(")[0]))
