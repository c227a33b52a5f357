"""Write the tables of feature-engine, category_encoders and imbalanced-learn from their code.

Run it where the newest versions are installed (they need not be for anything else):
``python scripts/generate_encoder_tables.py``; ``--check`` only says whether they are current.
Whether a class looks at the labels is read from its ``fit`` (y without a default) or its mixin,
what a sampler does from its module. What else is learned no signature tells: the sets below do.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parents[1] / "server/dyetrace/knowledge"

# feature-engine: parameters say what is done, the fit checks column names.
STATELESS = frozenset(
    """
    AddMissingIndicator ArbitraryDiscretiser ArbitraryNumberImputer ArbitraryOutlierCapper
    ArcSinhTransformer ArcsinTransformer DatetimeFeatures DatetimeOrdinal DatetimeSubtraction
    DropFeatures DropMissingData GeoDistanceFeatures LogTransformer MathFeatures PowerTransformer
    ReciprocalTransformer RelativeFeatures TextFeatures ExpandingWindowFeatures LagFeatures
    WindowFeatures
    """.split()
)
# Only list which values or columns there are.
VOCABULARY = frozenset("MatchCategories MatchVariables OneHotEncoder".split())
# Their y may be left out only with another than the default parameters.
OPTIONALLY_AWARE = frozenset({"OrdinalEncoder"})
ENCODER_AWARE = frozenset({"SummaryEncoder"})  # its base class does not tell
# Names of feature-engine before 1.0, still in people's code.
RETIRED = {
    "LABEL_AWARE": (
        "MeanCategoricalEncoder", "OrdinalCategoricalEncoder", "PRatioEncoder",
        "ShuffleFeaturesSelector", "WoERatioCategoricalEncoder",
    ),
    "STATISTIC": (
        "CountFrequencyCategoricalEncoder", "FrequentCategoryImputer",
        "RareLabelCategoricalEncoder",
    ),
    "VOCABULARY": ("OneHotCategoricalEncoder",),
    "STATELESS": ("AddNaNBinaryImputer", "UserInputDiscretiser"),
}  # fmt: skip
# Hold another transformer, and are what it is.
COMPOSITES = frozenset({"Pipeline", "SklearnTransformerWrapper"})
ENCODER_STATISTIC = frozenset({"CountEncoder"})
ENCODER_STATELESS = frozenset({"HashingEncoder"})

_DESCRIPTIONS = {
    "LABEL_AWARE": "Learn from X and y.",
    "STATISTIC": "Learn statistics of X (how often a value occurs; not which values occur).",
    "VOCABULARY": "Only list which values exist.",
    "STATELESS": "Learn nothing from the values that they are fitted on.",
    "COMPOSITES": "Hold another transformer, and are what it is.",
    "OVER_SAMPLERS": (
        "Make new rows out of others, or repeat rows: copies end up on both sides of a later split."
    ),
    "UNDER_SAMPLERS": "Only leave rows out.",
    "MODELS": "Learn to predict.",
}


def classes(module: ModuleType) -> Iterator[tuple[str, type]]:
    for name in getattr(module, "__all__", ()):
        found = getattr(module, name)
        if inspect.isclass(found):
            yield name, found


def needs_labels(kind: type) -> bool:
    y = inspect.signature(kind.fit).parameters.get("y")  # type: ignore[attr-defined]
    return y is not None and y.default is inspect.Parameter.empty


def feature_engine() -> dict[str, list[str]]:
    groups = {group: list(names) for group, names in RETIRED.items()}
    parts = (
        "creation datetime discretisation encoding imputation outliers pipeline preprocessing"
        " scaling selection text timeseries.forecasting transformation wrappers"
    )
    for part in parts.split():
        for name, kind in classes(importlib.import_module(f"feature_engine.{part}")):
            groups.setdefault(_feature_group(name, kind), []).append(name)
    return groups


def _feature_group(name: str, kind: type) -> str:
    if name in COMPOSITES:
        return "COMPOSITES"
    if needs_labels(kind) or name in OPTIONALLY_AWARE:
        return "LABEL_AWARE"
    if name in STATELESS:
        return "STATELESS"
    return "VOCABULARY" if name in VOCABULARY else "STATISTIC"


def category_encoders() -> dict[str, list[str]]:
    module = importlib.import_module("category_encoders")
    supervised = importlib.import_module("category_encoders.utils").SupervisedTransformerMixin
    groups: dict[str, list[str]] = {}
    for name, kind in classes(module):
        group = "VOCABULARY"
        if issubclass(kind, supervised) or name in ENCODER_AWARE:
            group = "LABEL_AWARE"
        elif name in ENCODER_STATISTIC:
            group = "STATISTIC"
        elif name in ENCODER_STATELESS:
            group = "STATELESS"
        groups.setdefault(group, []).append(name)
    return groups


def imblearn() -> dict[str, list[str]]:
    over = [n for p in ("over_sampling", "combine") for n, _ in _imblearn(p)]
    under = [n for n, _ in _imblearn("under_sampling")] + ["FunctionSampler"]
    return {
        "OVER_SAMPLERS": over,
        "UNDER_SAMPLERS": under,
        "MODELS": [name for name, _ in _imblearn("ensemble")],
    }


def _imblearn(part: str) -> Iterator[tuple[str, type]]:
    yield from classes(importlib.import_module(f"imblearn.{part}"))


def render(title: str, library: str, groups: dict[str, list[str]]) -> str:
    version = importlib.import_module(library).__version__
    note = f"Generated by ``scripts/generate_encoder_tables.py`` from {library} {version}; not to"
    imports = "from __future__ import annotations\n\nfrom typing import Final\n"
    parts = [f'"""{title}\n\n{note}\nbe edited by hand.\n"""\n\n{imports}']
    for group, description in _DESCRIPTIONS.items():
        if group not in groups:
            continue
        names = textwrap.fill(" ".join(sorted(groups[group])), 96, break_long_words=False)
        parts.append(
            f"# {description}\n{group}: Final = frozenset(\n"
            f'    """\n{textwrap.indent(names, "    ")}\n    """.split()\n)\n'
        )
    return "\n".join(parts)


def main() -> int:
    texts = {
        "feature_engine.py": render(
            "What the transformers of feature-engine learn.", "feature_engine", feature_engine()
        ),
        "category_encoders.py": render(
            "What the encoders of category_encoders learn.",
            "category_encoders",
            category_encoders(),
        ),
        "imblearn.py": render(
            "What imbalanced-learn's samplers do to the rows.", "imblearn", imblearn()
        ),
    }
    stale = [
        name
        for name, text in texts.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        print(f"not current: {', '.join(stale)}" if stale else "current")
        return 1 if stale else 0
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
