"""The rule ``augmented-evaluation``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Bind, Call, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order
from dyetrace.rules.data.syntax import all_statements

_RANDOM = frozenset(
    """RandomCrop RandomResizedCrop RandomHorizontalFlip RandomVerticalFlip RandomRotation
    RandomAffine RandomPerspective RandomErasing RandomGrayscale RandomInvert RandomPosterize
    RandomSolarize RandomAdjustSharpness RandomAutocontrast RandomEqualize RandomApply RandomChoice
    RandomOrder ColorJitter RandAugment AutoAugment TrivialAugmentWide AugMix ElasticTransform
    """.split()
)
_OF_KERAS = frozenset(
    """rotation_range width_shift_range height_shift_range brightness_range shear_range zoom_range
    channel_shift_range horizontal_flip vertical_flip""".split()
)
_HELD_OUT = re.compile(r"(?<![a-z])(test|val|valid|validation|eval|dev)(?![a-z])", re.IGNORECASE)
_ON_PURPOSE = re.compile(r"tta|test_?time|augment_test|robust", re.IGNORECASE)
_SPLITS = frozenset({"test", "val", "valid", "validation", "testing"})


class AugmentedEvaluation(Rule):
    """Random augmentation is applied to the validation or test set.

    What it does
    ------------
    Finds ``torchvision`` data sets of held-out images with a random transform, ``random_split`` of
    a data set with one, ``val_set.dataset.transform = ...`` (both parts share one data set, so the
    training part changes as well), and augmenting Keras generators that feed validation or test
    images.

    Why it matters
    --------------
    The score is taken on crops and flips drawn by chance: it is lower, differs from run to run, and
    the best epoch is chosen by luck. After ``val_set.dataset.transform = ...`` the training set
    loses its augmentation without a word.

    Evidence
    --------
    The documentation of torchvision and Keras: augmentation belongs to the training set. Subsets
    made by ``random_split`` hold a reference to one data set (source of torch 2).

    When it stays silent
    --------------------
    For test-time augmentation by name, for transforms that draw nothing at random, and where
    nobody can tell which images are loaded.

    Fix
    ---
    A transform of its own for the held-out set; load the data set twice and take ``Subset`` by the
    same indices.
    """

    name: ClassVar[str] = "augmented-evaluation"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "random augmentation is applied to the validation or test set"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "one transform for both",
            """
from torchvision import datasets, transforms

transform = transforms.Compose(
    [transforms.RandomHorizontalFlip(), transforms.RandomCrop(32, 4), transforms.ToTensor()]
)
train_set = datasets.CIFAR10("data", train=True, transform=transform)
test_set = datasets.CIFAR10("data", train=False, transform=transform)
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "a transform of its own",
            """
from torchvision import datasets, transforms

augment = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])
train_set = datasets.CIFAR10("data", train=True, transform=augment)
test_set = datasets.CIFAR10("data", train=False, transform=transforms.ToTensor())
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each held-out set that is augmented at random."""
        found: dict[Span, _Found] = {}
        for each in (*_datasets(flow), *_generators(flow), *_random_splits(flow)):
            found.setdefault(each[0], each)
        for site, message, why, related in sorted(found.values(), key=lambda each: each[0]):
            yield self._finding(site, message, why, related)
        for site, message in _shared_transforms(flow):
            yield self._finding(site, message, _SHARED, ())

    def _finding(self, site: Span, message: str, why: str, related: tuple[Related, ...]) -> Finding:
        return self.finding(
            site,
            in_one_line(message),
            confidence=0.95,
            why=why,
            advice=(
                "Give the held-out images a transform of their own (resize, centre crop, "
                "normalise); load the data set twice where both parts come from one."
            ),
            evidence="The transform or generator of the held-out images draws at random.",
            related=in_order(related, without=site),
        )


_WHY = (
    "The score is taken on images that are changed by chance: it is lower than it should be and "
    "differs from run to run, and the epoch that is kept is chosen by luck."
)
_SHARED = (
    "Subsets made by `random_split` hold one and the same data set. This assignment replaces the "
    "transform of the training part as well, which loses its augmentation."
)
_Found = tuple[Span, str, str, tuple[Related, ...]]


def _random_name(value: Value | None, calls: dict[int, Call], depth: int = 4) -> str | None:
    """Return the random transform that a transform is, or that it is composed of."""
    call = None if value is None else calls.get(value.identity)
    if call is None or depth == 0:
        return None
    if not call.function.startswith("torchvision.transforms."):
        return None
    name = call.function.rpartition(".")[2]
    if name in _RANDOM:
        chance = call.keywords.get("p") or (call.args[0] if call.args else None)
        return None if chance is not None and chance.constant in (0, 0.0) else name
    inner = [item for given in call.args for item in (given.items or (given,))]
    return next((n for item in inner if (n := _random_name(item, calls, depth - 1))), None)


def _made(flow: Flow) -> dict[int, Call]:
    return {
        call.result.identity: call
        for call in flow.of(Call)
        if call.function.startswith(("torchvision.", "keras."))
    }


def _datasets(flow: Flow) -> Iterator[_Found]:
    calls = _made(flow)
    for call in flow.of(Call):
        if not call.function.startswith("torchvision.datasets.") or not _is_held_out(flow, call):
            continue
        transform = _transform_of(call, calls)
        name = _random_name(transform, calls)
        if name is None or transform is None or _ON_PURPOSE.search(_text(flow, call)):
            continue
        where = calls[transform.identity].site
        message = f"The held-out images are augmented at random (`{name}`)."
        yield call.site, message, _WHY, (Related(where, "the transform is made here"),)


def _transform_of(call: Call, calls: dict[int, Call]) -> Value | None:
    """Return the transform that a data set is given, by its keyword or its place."""
    if "transform" in call.keywords:
        return call.keywords["transform"]
    given = (value for value in call.args if value.identity in calls)
    return next((v for v in given if ".transforms." in calls[v.identity].function), None)


def _is_held_out(flow: Flow, call: Call) -> bool:
    second = call.args[1] if len(call.args) > 1 else None
    train = call.keywords.get("train")
    split = call.keywords.get("split", second)
    if train is not None:
        return train.constant is False
    if split is not None and split.constant is False:
        return True  # `MNIST(root, False)`
    if split is not None and isinstance(split.constant, str):
        return split.constant in _SPLITS
    return call.function.endswith("ImageFolder") and _names_held_out(flow, call)


def _names_held_out(flow: Flow, call: Call) -> bool:
    """Whether the words of the first argument, a folder or array, say that it is held out."""
    try:
        node = ast.parse(_text(flow, call), mode="eval").body
    except SyntaxError:
        return False
    if not isinstance(node, ast.Call):
        return False
    given = [
        *node.args[:1],
        *(k.value for k in node.keywords if k.arg in ("root", "directory", "x")),
    ]
    text = ast.unparse(given[0]) if given else ""
    return _HELD_OUT.search(text.replace("_", " ")) is not None and "train" not in text.lower()


def _text(flow: Flow, call: Call) -> str:
    return flow.sources.get(call.site.path, flow.source).text_of(call.site)


def _random_splits(flow: Flow) -> Iterator[_Found]:
    calls = _made(flow)
    for split in flow.of(Split):
        if not split.function.endswith("random_split") or not split.inputs:
            continue
        call = calls.get(split.inputs[0].identity)
        if call is None or not call.function.startswith("torchvision.datasets."):
            continue
        name = _random_name(_transform_of(call, calls), calls)
        if name is not None and not _is_repaired(flow):
            message = f"Both parts of this split are augmented at random (`{name}`)."
            related = (Related(call.site, "the data set gets its transform here"),)
            yield split.site, message, _WHY, related


def _is_repaired(flow: Flow) -> bool:
    """Whether a part gets another data set or transform afterwards."""
    return any(
        bind.target.endswith((".dataset", ".transform")) or ".dataset." in bind.target
        for bind in flow.of(Bind)
    )


def _shared_transforms(flow: Flow) -> Iterator[tuple[Span, str]]:
    """Find ``val_set.dataset.transform = ...`` on a part of ``random_split``."""
    parts = {
        bind.target
        for bind in flow.of(Bind)
        if bind.value.type == "torch.utils.data.Subset" and bind.target.isidentifier()
    }
    if not parts or any(bind.target.endswith(".dataset") for bind in flow.of(Bind)):
        return
    stored: dict[str, list[ast.Attribute]] = {}
    for statement, _ in flow.index(all_statements):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(target, ast.Attribute) or target.attr != "transform":
            continue
        owner = target.value
        if not isinstance(owner, ast.Attribute) or owner.attr != "dataset":
            continue
        if isinstance(owner.value, ast.Name) and owner.value.id in parts:
            stored.setdefault(owner.value.id, []).append(target)
    for name, targets in stored.items():
        if _HELD_OUT.search(name.replace("_", " ")):
            text = (
                f"`{name}.dataset` is also the training part's data set: its transform changes too."
            )
            yield flow.source.span(targets[0]), text


def _generators(flow: Flow) -> Iterator[_Found]:
    """Find augmenting Keras generators that feed held-out images."""
    made = {
        call.result.identity: call
        for call in flow.of(Call)
        if call.function.endswith(".ImageDataGenerator") and _augments(call)
    }
    if not made:
        return
    for call in flow.of(Call):
        method = call.function.rpartition(".")[2]
        owner = None if call.receiver is None else made.get(call.receiver.identity)
        if owner is None or method not in ("flow", "flow_from_directory", "flow_from_dataframe"):
            continue
        subset = call.keywords.get("subset")
        if subset is not None:
            held_out = subset.constant == "validation"
        else:
            held_out = _names_held_out(flow, call)
        if held_out and not _ON_PURPOSE.search(_text(flow, call)):
            name = next(key for key in owner.keywords if key in _OF_KERAS)
            message = f"The held-out images come from an augmenting generator (`{name}`)."
            related = (Related(owner.site, "the generator is told to augment here"),)
            yield call.site, message, _WHY, related


def _augments(call: Call) -> bool:
    return any(
        key in _OF_KERAS and value.constant not in (0, 0.0, False, None)
        for key, value in call.keywords.items()
    )
