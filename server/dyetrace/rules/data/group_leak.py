"""The rule ``group-leak``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.columns import labels_of
from dyetrace.flow.events import Call, Score, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Rows
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order
from dyetrace.rules.data.origins import label_of
from dyetrace.rules.data.syntax import all_statements

# Columns that name who or what the rows were taken from.
_GROUP = re.compile(
    r"^(\w*[_ ])?(patient|subject|user|customer|client|member|person|participant|speaker|session"
    r"|household|driver|player|visitor|respondent|student|author|device|donor)"
    r"s?[ _]?(id|no|nr|num|number|name|key|code)?$|^(group|grp)_?id$",
    re.IGNORECASE,
)
_RATED = re.compile(r"rating|stars", re.IGNORECASE)
_ONE_ROW_EACH = frozenset({"first", "last", "head", "tail", "nth", "sample"})


class GroupLeak(Rule):
    """Rows of one patient, user or speaker are split at random into train and test.

    What it does
    ------------
    Finds random splits and folds of a table in which a column such as ``patient_id`` is used as a
    key (``groupby("patient_id")``), so that it repeats, and that no splitter by group takes apart.

    Why it matters
    --------------
    The model can recognise the patient instead of the illness: the same patient is in both parts.

    Evidence
    --------
    Simulated with 60 subjects of 10 rows each on noise, 20 seeds: a split by rows reads as 0.882
    where 0.498 is right.

    When it stays silent
    --------------------
    For ``GroupKFold``, ``GroupShuffleSplit`` and ``groups=``, when one row per group is left, when
    the table was aggregated by the column, and when nothing shows that the column repeats.

    Fix
    ---
    ``GroupShuffleSplit`` or ``GroupKFold`` with the column as ``groups``.
    """

    name: ClassVar[str] = "group-leak"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.INFORMATION
    preview: ClassVar[bool] = True  # too few hits in public programs to show its precision
    summary: ClassVar[str] = "rows of one group are on both sides of a split"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "several visits of each patient",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

visits = pd.read_csv("visits.csv")
visits["number"] = visits.groupby("patient_id").cumcount()
X = visits[["number", "pressure", "age"]]
X_train, X_test, y_train, y_test = train_test_split(X, visits["ill"], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "split by patient",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupShuffleSplit

visits = pd.read_csv("visits.csv")
visits["number"] = visits.groupby("patient_id").cumcount()
X, y = visits[["number", "pressure", "age"]], visits["ill"]
splitter = GroupShuffleSplit(n_splits=1, random_state=0)
train, test = next(splitter.split(X, y, groups=visits["patient_id"]))
model = RandomForestClassifier(random_state=0).fit(X.iloc[train], y.iloc[train])
print(model.score(X.iloc[test], y.iloc[test]))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each split by rows of a table with a repeated key."""
        keys = list(_keys(flow))
        if not keys or next(flow.of(Score), None) is None:
            return
        if any(split.grouped for split in flow.of(Split)):
            return
        told: set[Span] = set()
        for split in flow.of(Split):
            if split.kind not in ("holdout", "fold") or split.shuffled is not True:
                continue
            if any(_RATED.search(label_of(value) or "") for value in split.inputs):
                continue  # a recommender meets the same users again
            rows = frozenset(row for value in split.inputs for row in value.rows)
            found = next((key for key in keys if _is_of(flow, key[1], rows)), None)
            if found is not None and split.site not in told:
                told.add(split.site)
                yield self._finding(split, *found)

    def _finding(self, split: Split, column: str, call: Call) -> Finding:
        return self.finding(
            split.site,
            in_one_line(f"Rows with the same `{column[:40]}` land on both sides of this split."),
            confidence=0.9,
            why=(
                "The same patient, user or speaker is in both parts, and the model can recognise "
                "them instead of learning the rule. With 60 subjects of 10 rows each, noise reads "
                "as 0.88 where 0.50 is right."
            ),
            advice=(
                f"Split by `{column}`: `GroupShuffleSplit` or `GroupKFold` with "
                f'`groups=df["{column}"]`.'
            ),
            evidence=f"Line {call.site.line} groups the same rows by `{column}`, so it repeats.",
            related=in_order(
                [Related(call.site, f"`{column}` is used as a key here")], without=split.site
            ),
        )


def _keys(flow: Flow) -> Iterator[tuple[str, Call]]:
    """Iterate over the columns that name a group and are used as a key."""
    iterated = {
        flow.source.span(statement.iter)
        for statement, _ in flow.index(all_statements)
        if isinstance(statement, ast.For)
    }
    for call in flow.of(Call):
        if not call.function.endswith(".groupby") or call.receiver is None:
            continue
        if call.site in iterated:
            continue  # a loop over groups mostly makes one row of each
        by = call.args[0] if call.args else call.keywords.get("by")
        for label in sorted(labels_of(by) or ()):
            if _GROUP.search(label) and call.receiver.rows:
                yield label, call


def _is_of(flow: Flow, call: Call, rows: frozenset[Rows]) -> bool:
    """Whether rows are those that were grouped, with more than one row left of a group."""
    if call.receiver is None or not all(
        any(row.has_origin_of(other) for other in call.receiver.rows) for row in rows
    ):
        return False
    single = {event.site for event in flow.of(Call) if _leaves_one_row(event)}
    return bool(rows) and not any(part.site in single for row in rows for part in row.parts)


def _leaves_one_row(event: Call) -> bool:
    """Whether a call leaves one row of each group."""
    method = event.function.rpartition(".")[2]
    if method == "drop_duplicates":
        return True
    owner = event.receiver
    return owner is not None and owner.type == "pandas.GroupBy" and method in _ONE_ROW_EACH
