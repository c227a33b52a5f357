"""The rule ``overlapping-windows-split``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Split
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, name_of
from dyetrace.rules.data.windows import Windows, overlapping_windows


class OverlappingWindowsSplit(Rule):
    """Windows that share rows are split at random.

    What it does
    ------------
    Finds windows that a loop cuts out of a series with a step shorter than their length
    (``series[i:i + 24]`` for every ``i``), and that a shuffled split or shuffled folds part.

    Why it matters
    --------------
    Nearly every test window has a training window that differs by one row. The model recognises
    the window instead of predicting from it.

    Evidence
    --------
    Simulated on noise with 20 seeds: overlapping windows split by rows read as 0.772 where 0.505 is
    right. Known from studies of EEG and of human activity.

    When it stays silent
    --------------------
    When the series is split before the windows are cut, when the step is as long as a window or
    nobody can tell, for ``shuffle=False``, and for splits by group.

    Fix
    ---
    Split the series first, leave a gap of one window, and cut the windows of each part.
    """

    name: ClassVar[str] = "overlapping-windows-split"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    overrides: ClassVar[frozenset[str]] = frozenset({"time-leak"})
    summary: ClassVar[str] = "windows that share rows are split at random"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "windows first, then the split",
            """
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

load = pd.read_csv("load.csv")["load"].to_numpy()
X, y = [], []
for i in range(len(load) - 24):
    X.append(load[i : i + 24])
    y.append(load[i + 24])
X, y = np.array(X), np.array(y)

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the series is split first",
            """
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor


def windows(series, width=24):
    X = [series[i : i + width] for i in range(len(series) - width)]
    return np.array(X), series[width:]


load = pd.read_csv("load.csv")["load"].to_numpy()
X_train, y_train = windows(load[:5000])
X_test, y_test = windows(load[5024:])
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each shuffled split of windows that share rows."""
        told: set[Span] = set()
        for split in flow.of(Split):
            if split.site in told:
                continue
            windows = overlapping_windows(flow, split)
            if windows is not None:
                told.add(split.site)
                yield self._finding(flow, split, windows)

    def _finding(self, flow: Flow, split: Split, windows: Windows) -> Finding:
        name = name_of(flow, split.inputs[0])
        what = f"The windows in `{name}`" if name else "Windows"
        steps = "1 row" if windows.step == "1" else f"{windows.step} rows"
        return self.finding(
            split.site,
            in_one_line(f"{what} share rows, and this split draws them at random."),
            confidence=0.95,
            why=(
                "Nearly every test window has a training window that is the same but for a few "
                "rows. On noise this reads as 0.77 where 0.50 is right."
            ),
            advice=(
                "Split the series first, leave out one window between the parts, and cut the "
                "windows of each part."
            ),
            evidence=(
                f"Line {windows.site.line} cuts windows of `{windows.length}` rows and moves on by "
                f"{steps}."
            ),
            related=in_order(
                [Related(windows.site, "the windows are cut here")], without=split.site
            ),
        )
