"""The rule ``late-seed``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.reproducibility.drawing import Draw, Randomness, Seeding, is_test_file

_LONGEST_NAME = 32
_REMEDY = {
    "NumPy": "`np.random.seed(...)` or `random_state=`",
    "PyTorch": "`torch.manual_seed(...)`",
    "TensorFlow": "`keras.utils.set_random_seed(...)`",
    "Python": "`random.seed(...)`",
}


class LateSeed(Rule):
    """A seed that does not reach the random numbers it is meant for.

    What it does
    ------------
    Compares the calls that seed a generator with what draws from it. Reports a seed that is set
    after a split was drawn, after an estimator was fitted or after a network got its first weights,
    and a seed of one library where the score depends on draws of another one (`random.seed` before
    scikit-learn's `train_test_split`).

    Why it matters
    --------------
    The program looks reproducible and is not: every run still reports another number.

    Evidence
    --------
    Each library has a generator of its own: `random.seed` leaves NumPy's alone, `np.random.seed`
    leaves PyTorch's and TensorFlow's alone (PyTorch documentation, *Reproducibility*).

    When it stays silent
    --------------------
    The draw has a seed of its own (`random_state=`, `generator=`); a seed comes before and another
    one later; no score after the seed depends on the draw; helpers with "seed" in their name, which
    are taken to seed everything; Keras before TensorFlow 2, which draws from NumPy.

    Fix
    ---
    Seed every library in use once, before anything is drawn.
    """

    name: ClassVar[str] = "late-seed"
    family: ClassVar[Family] = "reproducibility"
    severity: ClassVar[Severity] = Severity.INFORMATION
    summary: ClassVar[str] = "A seed is set too late, or for another library than the one in use."
    preview: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "Seeded after the split",
            """
            import numpy as np
            from sklearn.datasets import load_breast_cancer
            from sklearn.model_selection import train_test_split
            from sklearn.tree import DecisionTreeClassifier

            X, y = load_breast_cancer(return_X_y=True)
            X_train, X_test, y_train, y_test = train_test_split(X, y)
            np.random.seed(0)  # expect: late-seed
            tree = DecisionTreeClassifier(max_depth=4).fit(X_train, y_train)
            print(tree.score(X_test, y_test))
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Seeded before anything is drawn",
            """
            import numpy as np
            from sklearn.datasets import load_breast_cancer
            from sklearn.model_selection import train_test_split
            from sklearn.tree import DecisionTreeClassifier

            np.random.seed(0)
            X, y = load_breast_cancer(return_X_y=True)
            X_train, X_test, y_train, y_test = train_test_split(X, y)
            tree = DecisionTreeClassifier(max_depth=4).fit(X_train, y_train)
            print(tree.score(X_test, y_test))
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        randomness = Randomness(flow)
        if is_test_file(flow.source.path) or not randomness.seedings:
            return
        for draw in randomness.draws:
            finding = self._judge(flow, randomness.seedings, draw)
            if finding is not None:
                yield finding
                return

    def _judge(self, flow: Flow, seedings: tuple[Seeding, ...], draw: Draw) -> Finding | None:
        covering = [seeding for seeding in seedings if draw.library in seeding.libraries]
        if covering:
            first = covering[0]
            late = draw.index < first.index < draw.score_index
            return self._late(flow, first, draw) if late else None
        before = [s for s in seedings if s.index < draw.score_index]
        if not before or _draws_from_numpy(flow, seedings, draw):
            return None
        return self._foreign(flow, before[-1], draw)

    def _late(self, flow: Flow, seeding: Seeding, draw: Draw) -> Finding | None:
        if seeding.site.path != flow.source.path:
            return None
        shown = _shown(flow, seeding)
        what = (
            "the network got its first weights" if draw.name == "the network" else f"`{draw.name}`"
        )
        return self.finding(
            seeding.site,
            f"{shown} comes after {what} (line {draw.site.line}), which it cannot fix any more.",
            confidence=0.92,
            why="What was drawn before the seed differs from run to run, and the score with it, "
            "although the program looks reproducible.",
            advice=f"Move {shown} to the top, before anything is drawn.",
            evidence=f"{draw.library} draws at line {draw.site.line}; its first seed is set at "
            f"line {seeding.site.line}.",
            related=_places(draw),
        )

    def _foreign(self, flow: Flow, seeding: Seeding, draw: Draw) -> Finding | None:
        if seeding.site.path != flow.source.path:
            return None
        shown = _shown(flow, seeding)
        what = "the network's first weights" if draw.name == "the network" else f"`{draw.name}`"
        return self.finding(
            seeding.site,
            f"{shown} does not seed {draw.library}, which {what} (line {draw.site.line}) "
            f"{'come' if draw.name == 'the network' else 'draws'} from.",
            confidence=0.92,
            why="Each library has a generator of its own. The score still differs from run to run, "
            "although the program looks reproducible.",
            advice=f"Add {_REMEDY[draw.library]} at the top.",
            evidence=f"Nothing in this file seeds {draw.library}, and the score depends on it.",
            related=_places(draw),
        )


def _shown(flow: Flow, seeding: Seeding) -> str:
    text = " ".join(flow.source.text_of(seeding.site).split())
    return f"`{text}`" if len(text) <= _LONGEST_NAME else "This seed"


def _places(draw: Draw) -> tuple[Related, ...]:
    places = [Related(draw.site, "drawn here, unseeded")]
    if draw.score is not None and draw.score != draw.site:
        places.append(Related(draw.score, "this score depends on it"))
    return tuple(places)


def _draws_from_numpy(flow: Flow, seedings: tuple[Seeding, ...], draw: Draw) -> bool:
    """Whether Keras may take its first weights from NumPy's generator, as old versions do."""
    if draw.library != "TensorFlow" or "tensorflow.keras" in flow.source.text:
        return False
    return any("NumPy" in seeding.libraries for seeding in seedings)
