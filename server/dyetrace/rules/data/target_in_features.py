"""The rule ``target-in-features``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.columns import certainly_holds
from dyetrace.flow.events import Bind, CrossValidate, Event, Fit, Split
from dyetrace.flow.selection import same_rows
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_order, model_name

_WHY = (
    "The model copies the answer from its own input, and its score says nothing: it reads 1.00, "
    "and falls to what the other columns can do as soon as the label is not known in advance."
)


@dataclass(frozen=True)
class _Held:
    """A fit (or cross-validation) whose X certainly holds the column that y was taken from."""

    event: Event
    estimator: Value
    x: Value
    y: Value
    label: str

    @property
    def event_name(self) -> str:
        """The function that cross-validates, "" for a plain fit."""
        return self.event.function if isinstance(self.event, CrossValidate) else ""


class TargetInFeatures(Rule):
    """The column that is predicted is still among the features.

    What it does
    ------------
    Follows which columns X certainly holds and which column y was taken from. It speaks when y's
    column is in X: ``X = df``, a ``drop`` whose result is thrown away, or a column list with the
    label in it.

    Why it matters
    --------------
    Every model finds the copy of the answer. Trees read 1.00 at once, linear models put all weight
    on one column, and nothing about the other features has been learned.

    Evidence
    --------
    In a collection of reproduced studies one such column was the difference between 97.3 and 80.8
    points of accuracy. None of seven other tools that were compared found the plain alias.

    When it stays silent
    --------------------
    When the columns are listed without the label, dropped in place or popped, when X is the
    target itself shifted in time (autoregression) or as a whole (autoencoders), and whenever the
    columns of X are not known for certain (``get_dummies``, ``merge``, unknown functions).

    Fix
    ---
    Drop the column: ``X = df.drop(columns=["label"])``.
    """

    name: ClassVar[str] = "target-in-features"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.ERROR
    summary: ClassVar[str] = "the column that is predicted is still in X"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the result of drop is thrown away",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

titanic = pd.read_csv("titanic.csv")
y = titanic["survived"]
X = titanic
X.drop("survived", axis=1)

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
""",
        ),
        Example(
            "the label is in the list of features",
            """
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import cross_val_score

houses = pd.read_csv("houses.csv")
features = ["rooms", "area", "price", "year"]
print(cross_val_score(LinearRegression(), houses[features], houses["price"]).mean())
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "dropped",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

titanic = pd.read_csv("titanic.csv")
y = titanic.pop("survived")
X = titanic

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
""",
        ),
        Example(
            "tomorrow's value from today's",
            """
import pandas as pd
from sklearn.linear_model import LinearRegression

prices = pd.read_csv("prices.csv")
y = prices["close"].shift(-1).dropna()
X = prices[["open", "close"]][:-1]

model = LinearRegression().fit(X[:800], y[:800])
print(model.score(X[800:], y[800:]))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each place that makes an X which holds its own label."""
        told: set[Span] = set()
        for held in _all_held(flow):
            place, name = _place_of_x(flow, held)
            if place not in told:
                told.add(place)
                yield self._finding(flow, held, place, name)

    def _finding(self, flow: Flow, held: _Held, place: Span, name: str | None) -> Finding:
        named = not held.label.startswith("[")
        label = f"`{held.label}`" if named else f"column {held.label[1:-1]}"
        drops = _discarded_drops(flow, held.label, held.event.site)
        related = [
            Related(held.event.site, f"`{model_name(flow, held.estimator)}` is fitted on it here"),
            *(Related(span, "the result of this `drop` is thrown away") for span in drops),
        ]
        if held.y.site is not None:
            related.append(Related(held.y.site, f"y is taken from {label} here"))
        return self.finding(
            place,
            f"{f'`{name}`' if name else 'X'} still holds {label}, the label that it is to predict.",
            confidence=0.97 if named else 0.95,
            why=_WHY,
            advice=(
                f'Drop it from X: `X = df.drop(columns=["{held.label}"])`.'
                if named
                else "Leave the label's column out of X."
            ),
            evidence=f"X and y come from one table, and no step on the way to X removes {label}.",
            related=in_order(related, without=place),
        )


def _all_held(flow: Flow) -> Iterator[_Held]:
    for event in flow.events:
        if (
            isinstance(event, Fit) and event.role in ("model", "search") and event.learns == "xy"
        ) or isinstance(event, CrossValidate):
            estimator, x, y = event.estimator, event.x, event.y
        else:
            continue
        label = None if x is None or y is None else _label_in(x, y)
        if label is not None and _may_drop(estimator):
            continue
        if x is not None and y is not None and label is not None:
            yield _Held(event, estimator, x, y, label)


_CHOOSING = frozenset(("ColumnTransformer", "FeatureUnion", "FunctionTransformer"))


def _may_drop(estimator: Value, depth: int = 4) -> bool:
    """Whether a step of a pipeline may leave the label out: one that chooses, or the user's own."""
    if depth == 0 or "__class__" in estimator.attributes:
        return True
    short = (estimator.type or "").rpartition(".")[2]
    if short in _CHOOSING or estimator.type is None:
        return True
    inner = [estimator.attributes[name] for name in ("estimator",) if name in estimator.attributes]
    if short == "Pipeline":
        steps = estimator.attributes.get("steps")
        if steps is None or steps.items is None:
            return True
        for step in steps.items:
            if step.items is None or len(step.items) < 2:
                return True
            inner.append(step.items[1])
    return any(_may_drop(part, depth - 1) for part in inner)


def _label_in(x: Value, y: Value) -> str | None:
    """Return y's column if X certainly holds it in the same rows, beside other columns."""
    mine, theirs = x.columns, y.columns
    if mine is None or theirs is None or not theirs.certain or mine.frame != theirs.frame:
        return None
    if theirs.only is None or len(theirs.only) != 1 or x.identity == y.identity:
        return None
    if mine.only is not None and len(mine.only) < 2:
        return None
    aligned = all(any(same_rows(a, b) for b in y.rows) for a in x.rows)
    label = next(iter(theirs.only))
    return label if aligned and certainly_holds(mine, label) else None


def _place_of_x(flow: Flow, held: _Held) -> tuple[Span, str | None]:
    """Return where the features were put together: X's last binding and name, or its expression."""
    event = held.event
    is_method = isinstance(event, Fit) or held.event_name.endswith(".fit")
    number = 0 if is_method else 1
    for split in flow.of(Split):
        for position, part in enumerate(split.parts):
            if part.identity == held.x.identity and split.kind == "holdout":
                event, number = split, position // 2
    node = _argument(flow, event.site, number)
    if not isinstance(node, ast.Name):
        return event.site if node is None else flow.source.span(node), None
    bind = _binding_of(flow, node.id, event)
    return (flow.source.span(node), None) if bind is None else (bind.site, bind.target)


def _binding_of(flow: Flow, name: str, event: Event, depth: int = 3) -> Bind | None:
    """Return the last binding of a name; of some of the rows of another name, that one's."""
    bind = next((b for b in reversed(_before(flow, event)) if b.target == name), None)
    if bind is None:
        return None
    whole = _rows_of(_assigned_at(flow, bind.site))
    earlier = _binding_of(flow, whole, bind, depth - 1) if whole and depth else None
    if earlier is not None and earlier.value.columns == bind.value.columns:
        return earlier
    return bind


def _assigned_at(flow: Flow, target: Span) -> ast.expr | None:
    """Return the expression that is assigned to the name at a place."""
    for node in flow.source.nodes:
        if not isinstance(node, ast.Assign) or node.lineno > target.line:
            continue
        for one in node.targets:
            pairs = [(one, node.value)]
            if isinstance(one, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(one.elts, node.value.elts))
            for name, value in pairs:
                if flow.source.span(name) == target:
                    return value
    return None


def _rows_of(node: ast.expr | None) -> str | None:
    """Return the name in ``name[:n]`` and ``name.iloc[mask]``, which leave the columns alone."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, (ast.Slice, ast.Name)):
        return None
    base = node.value
    if isinstance(base, ast.Attribute) and base.attr in ("loc", "iloc"):
        base = base.value
    return base.id if isinstance(base, ast.Name) else None


def _before(flow: Flow, event: Event) -> list[Bind]:
    index = next(i for i, other in enumerate(flow.events) if other is event)
    return [other for other in flow.events[:index] if isinstance(other, Bind)]


def _argument(flow: Flow, site: Span, number: int) -> ast.expr | None:
    """Return an argument of the call that stands at a place."""
    for node in flow.source.nodes:
        if (
            isinstance(node, ast.Call)
            and node.lineno == site.line
            and flow.source.span(node) == site
        ):
            return node.args[number] if number < len(node.args) else None
    return None


def _discarded_drops(flow: Flow, label: str, before: Span) -> list[Span]:
    """Return the statements ``df.drop("label", axis=1)`` that do nothing."""
    found = []
    for node in flow.source.nodes:
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
            continue
        call = node.value
        if not (isinstance(call.func, ast.Attribute) and call.func.attr == "drop"):
            continue
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        names = {n.value for arg in given for n in ast.walk(arg) if isinstance(n, ast.Constant)}
        inplace = any(keyword.arg == "inplace" for keyword in call.keywords)
        if label in names and not inplace and node.lineno < before.line:
            found.append(flow.source.span(call))
    return found
