"""The rule ``preprocessing-mismatch``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Bind, Call
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule

_ROLE = re.compile(
    r"(?P<train>train(?:ing)?|trn|tr)|(?P<held>test(?:ing)?|tst|te|val(?:id(?:ation)?)?|dev|eval)",
    re.I,
)
_NORMALIZE = re.compile(r"(?:^|\.)transforms(?:\.v2)?\.Normalize$")
_GENERATOR = "ImageDataGenerator"
_PADDING = "pad_sequences"
_SCALING = ("rescale", "preprocessing_function", "samplewise_center", "featurewise_center")
_CASES = re.compile(r"(?:^|[-_/])(cased|uncased)(?:$|[-_/])", re.I)


@dataclass(frozen=True)
class _Step:
    """One step of preprocessing with literal settings, for training or for held-out rows."""

    kind: str
    family: str  # the name without its role: `_transform` of `train_transform`
    is_train: bool
    name: str
    setting: Any
    site: Span


class PreprocessingMismatch(Rule):
    """The model is trained on one kind of input and judged or served on another.

    What it does
    ------------
    Compares preprocessing steps with literal settings of one program that belong together by their
    names (`train_transform` and `test_transform`, the entries "train" and "val" of a dictionary):
    `Normalize` with other means or deviations, `ImageDataGenerator` that rescales only one side,
    `pad_sequences` with other lengths; and a cased tokenizer for an uncased model.

    Why it matters
    --------------
    The model gets numbers that it has never seen in training. Nothing fails; the score is low, and
    people look for the reason in the model.

    Evidence
    --------
    Measured: features scaled for training and raw when judged take 0.978 accuracy to 0.358. Pixels
    from 0 to 255 for a network that was trained on 0 to 1 are such a case.

    When it stays silent
    --------------------
    Settings that are computed or shared; names without a role, or of different things; augmentation
    on the training side; several settings for one side; settings that differ between data sets.

    Fix
    ---
    Define the setting once and use it on both sides.
    """

    name: ClassVar[str] = "preprocessing-mismatch"
    family: ClassVar[Family] = "deployment"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = (
        "Training and held-out rows are normalised, rescaled or cut differently."
    )
    preview: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "Only the training pixels are rescaled",
            """
            from tensorflow.keras.preprocessing.image import ImageDataGenerator

            train_datagen = ImageDataGenerator(rescale=1.0 / 255, horizontal_flip=True)
            test_datagen = ImageDataGenerator()  # expect: preprocessing-mismatch
            train = train_datagen.flow_from_directory("data/train")
            test = test_datagen.flow_from_directory("data/test", shuffle=False)
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Both sides are rescaled, one is augmented",
            """
            from tensorflow.keras.preprocessing.image import ImageDataGenerator

            train_datagen = ImageDataGenerator(rescale=1.0 / 255, horizontal_flip=True)
            test_datagen = ImageDataGenerator(rescale=1.0 / 255)
            train = train_datagen.flow_from_directory("data/train")
            test = test_datagen.flow_from_directory("data/test", shuffle=False)
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        steps = list(_steps(flow))
        for kind, family in dict.fromkeys((step.kind, step.family) for step in steps):
            mine = [step for step in steps if (step.kind, step.family) == (kind, family)]
            train = {repr(step.setting): step for step in mine if step.is_train}
            held = {repr(step.setting): step for step in mine if not step.is_train}
            if len(train) != 1 or not held:
                continue
            ((setting, trained),) = train.items()
            for other, step in held.items():
                if other != setting:
                    yield self._report(trained, step)
        yield from self._tokenizers(flow)

    def _report(self, train: _Step, held: _Step) -> Finding:
        what = _WORDS[train.kind]
        return self.finding(
            held.site,
            f"`{held.name}` {what} {_short(held.setting)}, `{train.name}` {_short(train.setting)}.",
            confidence=0.93,
            why="The model gets numbers that it has never seen in training. Measured: scaled for "
            "training and raw when judged took 0.978 accuracy to 0.358.",
            advice="Define the setting once and use it on both sides.",
            evidence=f"`{train.name}` (line {train.site.line}) and `{held.name}` (line "
            f"{held.site.line}) belong to one model, by their names, and differ in this setting.",
            related=(Related(train.site, f"`{train.name}` {what} {_short(train.setting)}"),),
        )

    def _tokenizers(self, flow: Flow) -> Iterator[Finding]:
        made = [c for c in flow.of(Call) if c.function.endswith(".from_pretrained") and c.args]
        names = [(c, c.args[0].constant) for c in made if isinstance(c.args[0].constant, str)]
        tokenizers = [(c, n) for c, n in names if "Tokenizer" in c.function]
        models = [
            (c, n) for c, n in names if "Model" in c.function and "Tokenizer" not in c.function
        ]
        if len({n for _, n in tokenizers}) != 1 or len({n for _, n in models}) != 1:
            return
        (tokenizer, text), (model, other) = tokenizers[0], models[0]
        if _CASES.sub("", text) != _CASES.sub("", other) or text == other:
            return
        yield self.finding(
            tokenizer.site,
            f"The tokenizer is `{text}`, the model `{other}`."[:110],
            confidence=0.95,
            why="The two have different vocabularies: the numbers of the tokens mean other words "
            "to the model.",
            advice="Use one name for both.",
            evidence="The names of tokenizer and model differ in cased and uncased only.",
            related=(Related(model.site, f"the model is `{other}`"),),
        )


_WORDS = {"Normalize": "normalises by", _GENERATOR: "rescales", _PADDING: "pads to"}


def _short(setting: Any) -> str:
    if setting == _NOTHING:
        return "nothing"
    text = setting if isinstance(setting, str) else repr(setting).replace(" ", "")
    return f"`{text}`" if len(text) <= 24 else "by other numbers"


_NOTHING = "not at all"


def _steps(flow: Flow) -> Iterator[_Step]:
    if not any(_setting(call) is not None for call in flow.of(Call)):
        return
    calls = {call.result.identity: call for call in flow.of(Call)}
    for bind in flow.of(Bind):
        for name, value in _named(bind):
            role = _role(name)
            if role is None:
                continue
            for call in _made_by(calls, value):
                step = _setting(call)
                if step is not None:
                    kind, setting = step
                    yield _Step(kind, role[0], role[1], name, setting, call.site)


def _named(bind: Bind) -> Iterator[tuple[str, Value]]:
    yield bind.target, bind.value
    for key, value in (bind.value.entries or {}).items():
        if isinstance(key, str):
            yield key, value


def _role(name: str) -> tuple[str, bool] | None:
    """Return a name without its role, and whether the role is training.

    >>> _role("train_transform"), _role("transform_val"), _role("transform")
    (('_transform', True), ('transform_', False), None)
    """
    words = re.split(r"(_|\d+|(?<=[a-z])(?=[A-Z]))", name)
    roles = [(i, m) for i, word in enumerate(words) if (m := _ROLE.fullmatch(word))]
    if len(roles) != 1:
        return None
    number, match = roles[0]
    rest = "".join(words[:number] + words[number + 1 :])
    return rest, match["train"] is not None


def _made_by(calls: dict[int, Call], value: Value) -> Iterator[Call]:
    """Iterate over the calls that made a value: itself, or the steps inside a `Compose`."""
    call = calls.get(value.identity)
    if call is None:
        return
    yield call
    for argument in call.args[:1]:
        for item in argument.items or ():
            inner = calls.get(item.identity)
            if inner is not None:
                yield inner


def _setting(call: Call) -> tuple[str, Any] | None:
    """Return the kind and the literal setting of a step that both sides must share."""
    short = call.function.rpartition(".")[2]
    if short == "Normalize" and _NORMALIZE.search(call.function):
        given = [call.args[i] if i < len(call.args) else call.keywords.get(n)
                 for i, n in enumerate(("mean", "std"))]  # fmt: skip
        numbers = [_numbers(value) for value in given if value is not None]
        known = len(numbers) == 2 and None not in numbers
        return ("Normalize", tuple(numbers)) if known else None
    if short == _GENERATOR and call.function.startswith("keras."):
        return _scaling(call)
    if short == _PADDING and "maxlen" in call.keywords:
        length = call.keywords["maxlen"].constant
        return (_PADDING, length) if isinstance(length, int) else None
    return None


def _scaling(call: Call) -> tuple[str, Any] | None:
    if call.args or "**" in call.keywords:
        return None
    given = [name for name in _SCALING if name in call.keywords]
    return (_GENERATOR, " and ".join(given) if given else _NOTHING)


def _numbers(value: Value) -> tuple[Any, ...] | None:
    if value.items is None:
        return (value.constant,) if isinstance(value.constant, (int, float)) else None
    numbers = tuple(item.constant for item in value.items)
    return numbers if all(isinstance(number, (int, float)) for number in numbers) else None
