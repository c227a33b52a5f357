"""The rule ``target-derived-feature``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.selection import same_rows
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, model_name
from dyetrace.rules.data.origins import Learned, all_learned, label_of
from dyetrace.rules.data.stores import Store, all_stores, column_read, is_among_features

# Methods and functions whose result for a row follows from the row's own value.
_ROWWISE = frozenset(
    """astype apply map clip round fillna between isin replace abs where log log1p log10 log2 sqrt
    exp expm1 square power cut qcut to_numeric digitize select str int float bool add sub mul div
    truediv gt ge lt le eq ne mean median quantile min max std array asarray""".split()
)


class TargetDerivedFeature(Rule):
    """A feature is computed from the label, or the label from a feature that stays in X.

    What it does
    ------------
    Follows columns that are computed row by row from the column that y is taken from
    (``df["per_room"] = df["price"] / df["rooms"]``) to the X of a model, and labels that are
    computed from one column of a file (``df["good"] = df["quality"] > 6``) when that column stays
    in X.

    Why it matters
    --------------
    The model reads the answer back from the feature. It is not there for rows whose label is not
    known yet.

    Evidence
    --------
    Such columns were found in published studies; one of them was the difference between 97.3 and
    80.8 points of accuracy.

    When it stays silent
    --------------------
    For lags and differences of the label, statistics of groups and encoders, when the column is
    dropped before the fit, when it only stratifies the split, when the label itself is transformed,
    and for data that the program made up itself.

    Fix
    ---
    Drop the column: ``X = df.drop(columns=["price", "per_room"])``.
    """

    name: ClassVar[str] = "target-derived-feature"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.ERROR
    preview: ClassVar[bool] = True  # not met often enough in public programs
    summary: ClassVar[str] = "a feature is computed from the label"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the price per room tells the price",
            """
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
houses["per_room"] = houses["price"] / houses["rooms"]
X = houses.drop(columns=["price"])
y = houses["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
forest = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
""",
        ),
        Example(
            "the label is one of the features, cut in two",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

wine = pd.read_csv("wine.csv", sep=";")
wine["good"] = (wine["quality"] > 6).astype(int)
X = wine.drop(columns=["good"])
print(cross_val_score(RandomForestClassifier(random_state=0), X, wine["good"], cv=5).mean())
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "both dropped",
            """
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
houses["per_room"] = houses["price"] / houses["rooms"]
houses["level"] = pd.qcut(houses["price"], 5, labels=False)
X = houses.drop(columns=["price", "per_room", "level"])
X_train, X_test, y_train, y_test = train_test_split(
    X, houses["price"], stratify=houses["level"], random_state=0
)
forest = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each such column that X certainly holds."""
        stores = [(store, sources) for store in all_stores(flow) if (sources := _sources(store))]
        if not stores:
            return
        told: set[Span] = set()
        for learned in all_learned(flow):
            label = label_of(learned.labels)
            if label is None or not _are_same_rows(learned):
                continue
            for store, sources in stores:
                found = None
                if store.site in told:
                    continue
                if label in sources and store.column != label:
                    if is_among_features(flow, store, learned):
                        found = store.column, f"is computed from the label `{label}`"
                elif store.column == label and len(sources) == 1 and _is_read(flow, store):
                    source = next(iter(sources))
                    if source != label and _stays(flow, store, learned, source):
                        found = source, f"tells the label `{label}`, which is computed from it"
                if found is not None:
                    told.add(store.site)
                    yield self._finding(flow, learned, store, *found)

    def _finding(
        self, flow: Flow, learned: Learned, store: Store, feature: str, what: str
    ) -> Finding:
        model = model_name(flow, learned.estimator)
        return self.finding(
            store.site,
            in_one_line(f"The feature `{feature}` {what}."),
            confidence=0.97,
            why=(
                "The model reads the answer back from this column, its score is far too good, and "
                "for rows whose label is not known the column does not exist."
            ),
            advice=f'Drop it from X: `drop(columns=["{feature}"])`.',
            evidence=(
                f"Line {store.site.line} computes one from the other row by row, and X still holds "
                f"`{feature}` when `{model}` learns in line {learned.event.site.line}."
            ),
            related=in_order(
                [Related(learned.event.site, f"`{model}` learns from it here")], without=store.site
            ),
        )


def _sources(store: Store) -> frozenset[str]:
    """Return the columns that a stored column is computed from row by row, and only those."""
    if store.mask is not None or not isinstance(store.statement, ast.Assign):
        return frozenset()
    found: set[str] = set()
    stack: list[ast.AST] = [store.value]
    while stack:
        node = stack.pop()
        column = column_read(node, store.name)
        if column is not None:
            found.add(column)
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name not in _ROWWISE or not all(map(_is_plain, node.args)):
                return frozenset()
            if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name):
                stack.append(node.func.value)
            stack.extend(a for a in node.args if not isinstance(a, (ast.Lambda, ast.Name)))
        elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.Compare)):
            stack.extend(ast.iter_child_nodes(node))
        elif isinstance(node, (ast.Name, ast.Subscript, ast.Attribute)):
            return frozenset()  # other data take part: noise, another table
    return frozenset(found)


def _is_plain(node: ast.expr) -> bool:
    """Whether a lambda only compares and counts: one that reads text makes weak labels."""
    if not isinstance(node, ast.Lambda):
        return True
    called = [each.func for each in ast.walk(node.body) if isinstance(each, ast.Call)]
    return all(isinstance(f, ast.Name) and f.id in ("int", "float", "bool", "str") for f in called)


def _are_same_rows(learned: Learned) -> bool:
    x, y = learned.table, learned.labels
    return y is not None and all(any(same_rows(a, b) for b in y.rows) for a in x.rows)


def _is_read(flow: Flow, store: Store) -> bool:
    """Whether the table was read from a file: data made up here may be anything on purpose."""
    if not store.table.rows:
        return False
    return all(
        "read" in flow.sources.get(row.origin.path, flow.source).text_of(row.origin)[:60]
        for row in store.table.rows
    )


def _stays(flow: Flow, store: Store, learned: Learned, source: str) -> bool:
    """Whether X still holds the column that the label was computed from."""
    twin = Store(
        store.statement, store.name, source, store.value, None, store.site, store.table, store.index
    )
    return is_among_features(flow, twin, learned)
