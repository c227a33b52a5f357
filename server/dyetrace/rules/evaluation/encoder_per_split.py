"""The rule ``encoder-per-split``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.leaks import Judgement, judgements
from dyetrace.rules.data.naming import in_one_line, in_order, model_name

_WHY = (
    "Each part gets columns or numbers for the categories that it happens to hold. Where they "
    "differ, a column means one thing to the model and another in the test set, or the program "
    "stops because their number differs."
)
# They list what is there and give no code.
_INVENTORIES = frozenset(("unique", "value_counts", "nunique"))
# The user brings the columns of both sides together.
_ALIGNS = frozenset(("align", "reindex", "reindex_like", "get_missing_dummies"))
_BY_HAND = re.compile(
    r"columns\)?\s*\)?\s*-\s*set\(|not in \w+\.columns|\.difference\(|CategoricalDtype"
)


class EncoderPerSplit(Rule):
    """Categories are encoded for the training rows and the test rows apart.

    What it does
    ------------
    Finds ``get_dummies`` or an encoder that is applied to the training rows and once more, on its
    own, to the rows that the same model is judged on.

    Why it matters
    --------------
    The same column or number stands for different categories on the two sides, or the number of
    columns differs.

    Evidence
    --------
    By definition of the encoders. 5 percent of 515 public notebooks call ``get_dummies`` on a test
    set, 3 percent fit a ``LabelEncoder`` on it.

    When it stays silent
    --------------------
    When the columns are brought together (``align``, ``reindex(columns=...)``), for fixed
    categories, and for the labels.

    Fix
    ---
    ``reindex(columns=train.columns, fill_value=0)``, or ``OneHotEncoder(handle_unknown="ignore")``
    fitted on the training rows.
    """

    name: ClassVar[str] = "encoder-per-split"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "categories are encoded for train and test apart"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "dummies of each part",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

people = pd.read_csv("people.csv")
X_train, X_test, y_train, y_test = train_test_split(
    people.drop(columns=["rich"]), people["rich"], random_state=0
)
X_train = pd.get_dummies(X_train)
X_test = pd.get_dummies(X_test)

model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the test part gets the columns of the training part",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

people = pd.read_csv("people.csv")
X_train, X_test, y_train, y_test = train_test_split(
    people.drop(columns=["rich"]), people["rich"], random_state=0
)
X_train = pd.get_dummies(X_train)
X_test = pd.get_dummies(X_test).reindex(columns=X_train.columns, fill_value=0)

model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each encoding of judged rows alone that has a twin on fitted ones."""
        seen: set[Span] = set()
        aligned: bool | None = None
        for judged in judgements(flow):
            for dye, twin in _pairs(judged):
                if dye.site in seen:
                    continue
                aligned = _aligns(flow) if aligned is None else aligned
                if aligned:
                    return
                seen.add(dye.site)
                yield self._finding(flow, judged, dye, twin)

    def _finding(self, flow: Flow, judged: Judgement, dye: Dye, twin: Dye) -> Finding:
        model = model_name(flow, judged.model)
        verb = "is judged" if judged.scored else "predicts"
        return self.finding(
            dye.site,
            in_one_line(
                f"`{dye.name}` encodes the test rows on their own; `{model}` learned another code."
            ),
            confidence=0.93,
            why=_WHY,
            advice=(
                'Fit one encoder on the training rows (`OneHotEncoder(handle_unknown="ignore")`), '
                "or `reindex` the test columns to those of the training rows."
            ),
            evidence=(
                f"`{twin.name}` encodes the training rows in line {twin.site.line} and the test "
                f"rows in line {dye.site.line}; both reach `{model}`."
            ),
            related=in_order(
                [
                    Related(twin.site, "the training rows are encoded here"),
                    Related(judged.site, f"`{model}` {verb} here"),
                ],
                without=dye.site,
            ),
        )


def _pairs(judged: Judgement) -> Iterator[tuple[Dye, Dye]]:
    if judged.x is None:
        return
    for dye in sorted(judged.x.dye, key=Dye.order):
        if dye.kind != "vocabulary" or not overlap(dye.rows, judged.rows):
            continue
        if dye.name in _INVENTORIES:
            continue
        if overlap(dye.rows, judged.fit.rows):
            continue
        for twin in judged.fit.dye:
            same = (twin.kind, twin.function) == (dye.kind, dye.function)
            columns = not (twin.columns and dye.columns) or bool(twin.columns & dye.columns)
            if same and columns and overlap(twin.rows, judged.fit.rows):
                yield dye, twin
                break


def _aligns(flow: Flow) -> bool:
    if any(call.function.rpartition(".")[2] in _ALIGNS for call in flow.of(Call)):
        return True
    return _BY_HAND.search(flow.source.text) is not None
