"""The rule ``misaligned-index``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.areas.loading import ARRAY, FRAME, SERIES
from dyetrace.flow.events import Bind, Call, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, name_of

# Methods that leave gaps in the index, or its labels in another order.
_CUTTING = frozenset("dropna drop_duplicates query sample nlargest nsmallest sort_values".split())
_KEEPING = frozenset(
    "drop copy rename astype assign fillna replace round clip add_prefix add_suffix".split()
)
_STEPS = 8


class MisalignedIndex(Rule):
    """Values with an index of their own are put beside rows whose index has gaps.

    What it does
    ------------
    Finds ``X_test["p"] = pd.Series(model.predict(X_test))`` and
    ``pd.concat([df, pd.DataFrame(codes)], axis=1)`` where the frame came out of
    a split, ``dropna``, ``sample`` or a sort: pandas puts values together by label, and the new
    object counts its labels from 0.

    Why it matters
    --------------
    Rows get the values of other rows, or NaN, and a concatenation also makes new rows. The numbers
    look plausible.

    Evidence
    --------
    The documentation of pandas on alignment. With a test part of 20 % only about one label in five
    meets, and those that meet belong to other rows.

    When it stays silent
    --------------------
    After ``reset_index``, with ``index=`` given, for arrays (they have no index), and for frames
    whose index nobody can tell.

    Fix
    ---
    ``X_test["p"] = model.predict(X_test)``, or ``pd.Series(values, index=X_test.index)``.
    """

    name: ClassVar[str] = "misaligned-index"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    preview: ClassVar[bool] = True  # not met often enough in public programs
    summary: ClassVar[str] = "values meet rows by labels that belong to other rows"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "predictions as a series of their own",
            """
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
train, test = train_test_split(houses, random_state=0)
model = LinearRegression().fit(train[["rooms"]], train["price"])
test["predicted"] = pd.Series(model.predict(test[["rooms"]]))
test.to_csv("predicted.csv")
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the array itself, or its index given",
            """
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
train, test = train_test_split(houses, random_state=0)
model = LinearRegression().fit(train[["rooms"]], train["price"])
test["predicted"] = model.predict(test[["rooms"]])
test["again"] = pd.Series(model.predict(test[["rooms"]]), index=test.index)
test.to_csv("predicted.csv")
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each such store or concatenation."""
        made = {call.result.identity: call for call in flow.of(Call) if _counts_anew(call)}
        if not made or any(bind.target.endswith(".index") for bind in flow.of(Bind)):
            return
        told: set[Span] = set()
        for site, frame, added in _meetings(flow):
            fresh = made.get(added.identity)
            cut = None if fresh is None else _cut_at(flow, frame)
            if fresh is not None and cut is not None and site not in told:
                told.add(site)
                yield self._finding(flow, site, frame, fresh.site, cut)

    def _finding(self, flow: Flow, site: Span, frame: Value, fresh: Span, cut: Span) -> Finding:
        name = name_of(flow, frame)
        what = f"`{name}`" if name else "the frame"
        return self.finding(
            site,
            in_one_line(
                f"The new values count from 0 and {what} does not: rows get others' values."
            ),
            confidence=0.94,
            why=(
                "pandas puts values together by label. What is made here has the labels 0, 1, 2 "
                "and so on; the rows kept their old labels. Most rows get NaN or "
                "the value of another row."
            ),
            advice=(
                "Assign the array itself, give `index=` the frame's index, or call "
                "`reset_index(drop=True)` first."
            ),
            evidence=f"The frame's index got gaps or another order in line {cut.line}.",
            related=in_order(
                [
                    Related(cut, "the index gets gaps or another order here"),
                    Related(fresh, "an index that counts from 0 is made here"),
                ],
                without=site,
            ),
        )


def _counts_anew(call: Call) -> bool:
    """Whether a call makes a frame or series from an array, with an index of its own."""
    if call.function not in ("pandas.DataFrame", "pandas.Series") or "index" in call.keywords:
        return False
    data = call.args[0] if call.args else call.keywords.get("data")
    return data is not None and len(call.args) < 2 and data.type in (ARRAY, "list")


def _meetings(flow: Flow) -> Iterator[tuple[Span, Value, Value]]:
    """Iterate over the places where a value is put beside the rows of a frame."""
    for event in flow.events:
        if isinstance(event, Bind) and event.owner is not None and event.owner.type == FRAME:
            if event.value.type == SERIES and event.target.endswith("]"):
                yield event.site, event.owner, event.value
        elif isinstance(event, Call) and event.function == "pandas.concat":
            axis = event.keywords.get("axis") or (event.args[1] if len(event.args) > 1 else None)
            items = event.args[0].items if event.args else None
            if axis is None or axis.constant not in (1, "columns") or items is None:
                continue
            for frame in items:
                for added in items:
                    if frame is not added and frame.type in (FRAME, SERIES):
                        yield event.site, frame, added


def _cut_at(flow: Flow, frame: Value) -> Span | None:
    """Return the place where a frame's index got gaps or another order, and was not reset since."""
    parts = {
        part.identity: split
        for split in flow.of(Split)
        if split.kind == "holdout" and split.shuffled is True and split.function[:8] == "sklearn."
        for number, part in enumerate(split.parts)
        if split.inputs[number // 2].type in (FRAME, SERIES)
    }
    calls = {call.result.identity: call for call in flow.of(Call)}
    value = frame
    for _ in range(_STEPS):
        if value.identity in parts:
            return None if _is_reset(flow, value) else parts[value.identity].site
        call = calls.get(value.identity)
        if call is None or call.receiver is None or call.receiver.type not in (FRAME, SERIES):
            return None
        method = call.function.rpartition(".")[2]
        if method in _CUTTING:
            ignored = call.keywords.get("ignore_index")
            if ignored is not None or _is_reset(flow, value) or _drops_columns(call):
                return None
            return call.site
        if method not in _KEEPING or (method == "drop" and not _drops_columns(call)):
            return None
        value = call.receiver
    return None


def _drops_columns(call: Call) -> bool:
    axis = call.keywords.get("axis") or (call.args[1] if len(call.args) > 1 else None)
    return "columns" in call.keywords or (axis is not None and axis.constant in (1, "columns"))


def _is_reset(flow: Flow, value: Value) -> bool:
    """Whether an index of the same object was reset in place."""
    return any(
        call.receiver is not None
        and call.receiver.identity == value.identity
        and call.function.endswith((".reset_index", ".set_index", ".sort_index"))
        for call in flow.of(Call)
    )
