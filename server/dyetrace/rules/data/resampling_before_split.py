"""The rule ``resampling-before-split``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Severity
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.leaks import Leak, leaks_before_split
from dyetrace.rules.data.naming import certainty_of, in_one_line, judged_name, path_of
from dyetrace.rules.data.networks import network_judgements

_WHY = (
    "A resampler repeats rows, or makes new ones between neighbours. When that happens before the "
    "split, near copies of the training rows are in the test set, and the score measures memory. "
    "On pure noise a random forest reads 1.00 after random over-sampling and 0.92 after SMOTE, "
    "where 0.50 is right."
)


class ResamplingBeforeSplit(Rule):
    """Rows are repeated or synthesised before they are split.

    What it does
    ------------
    Follows rows that SMOTE, ADASYN, ``RandomOverSampler`` or ``sklearn.utils.resample`` made to
    both sides of a later split, up to the score of a model that was fitted on one of them.

    Why it matters
    --------------
    A copy of a training row in the test set is a question whose answer was in the book. The score
    says how well the model remembers. The effect is among the largest of all leaks: on random
    labels a random forest reads 0.996 after random over-sampling and 0.916 after SMOTE (honest:
    0.50); a linear model 0.57.

    Evidence
    --------
    Simulated on noise with 20 seeds. Reported in imbalanced-learn's own guide to common pitfalls.

    When it stays silent
    --------------------
    When only the training part is resampled, inside an imbalanced-learn pipeline, and for
    under-sampling, which copies nothing. Where the model is also judged on rows that the sampler
    has not seen, the finding is an information about the other score.

    Fix
    ---
    Split first and resample the training part only, or put the sampler into
    ``imblearn.pipeline.make_pipeline``, which resamples in ``fit`` and never in ``predict``.
    """

    name: ClassVar[str] = "resampling-before-split"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.ERROR
    summary: ClassVar[str] = "rows are repeated or synthesised before the split"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "SMOTE on all rows, then the split",
            """
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

transactions = pd.read_csv("transactions.csv")
X = transactions.drop(columns=["is_fraud"])
y = transactions["is_fraud"]

X_balanced, y_balanced = SMOTE(random_state=0).fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_balanced, y_balanced, random_state=0)

forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(f1_score(y_test, forest.predict(X_test)))
""",
        ),
        Example(
            "the small class repeated, then the split",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("churn.csv")
stayed = df[df["churn"] == 0]
left = df[df["churn"] == 1]
left_upsampled = resample(left, replace=True, n_samples=len(stayed), random_state=1)
df = pd.concat([stayed, left_upsampled])

X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="churn"), df["churn"])
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "only the training part is resampled",
            """
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

transactions = pd.read_csv("transactions.csv")
X = transactions.drop(columns=["is_fraud"])
y = transactions["is_fraud"]

X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)

forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(f1_score(y_test, forest.predict(X_test)))
""",
        ),
        Example(
            "the sampler is a step of an imbalanced-learn pipeline",
            """
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

transactions = pd.read_csv("transactions.csv")
X = transactions.drop(columns=["is_fraud"])
y = transactions["is_fraud"]

model = make_pipeline(SMOTE(random_state=0), RandomForestClassifier(random_state=0))
print(cross_val_score(model, X, y, scoring="f1").mean())
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each resampling whose rows are on both sides of a judgement."""
        for leak in leaks_before_split(flow, frozenset({"resampled"}), network_judgements(flow)):
            yield self._finding(flow, leak)

    def _finding(self, flow: Flow, leak: Leak) -> Finding:
        judged = judged_name(flow, leak.first, leak.part)
        return self.finding(
            leak.dye.site,
            in_one_line(
                f"`{leak.dye.name}` copies rows before the split: copies are in {judged} too."
            ),
            confidence=certainty_of(flow, leak),
            why=_WHY,
            advice=(
                f"Split first and call `{leak.dye.name}` on the training part only, or put it into "
                "`imblearn.pipeline.make_pipeline`."
            ),
            evidence=(
                f"The rows that `{leak.dye.name}` works on in line {leak.dye.site.line} are on "
                f"both sides of what the model is fitted on and judged on."
            ),
            related=path_of(flow, leak),
            severity=_severity(leak),
        )


def _severity(leak: Leak) -> Severity | None:
    if leak.clean:
        return Severity.INFORMATION
    return None if any(judged.is_known for judged in leak.judgements) else Severity.WARNING
