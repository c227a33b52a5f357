"""Inputs for a module that nobody calls: guessed from the layers that its arguments meet first.

A guess is a Python expression that can be shown, edited and run again. Several are made, the most
likely first; which of them fits is found by trying.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

from .consumers import Consumer, first_consumers

MOST_GUESSES = 32
LENGTH = 16  # of a sequence
_SIDES = (32, 64, 224, 28, 96, 128, 256, 48, 84, 299, 512, 16)
_LENGTHS = (64, 128, 256, 512, 1024, 1000, 16000)
_BY_NAME = (  # what an argument is that no layer takes directly
    (("mask",), ("torch.ones({B}, {T}, dtype=torch.bool)", "None", "torch.ones({T}, {T})")),
    (("len", "length"), ("torch.full(({B},), {T})",)),
    (
        ("label", "target", "y"),
        ("torch.randint(0, 2, ({B},))", "torch.randint(0, 2, ({B}, {T}))", "torch.randn({B}, 1)"),
    ),
    (("edge_index",), ("torch.randint(0, {B}, (2, 16))",)),
    (("adj", "adjacency"), ("torch.eye({B})", "torch.ones({B}, {B})")),
    (("idx", "ids", "tokens", "input_ids", "src", "tgt"), ("torch.randint(0, 2, ({B}, {T}))",)),
    (("hidden", "state", "h", "hx", "cache"), ("None",)),
    (("training", "return_", "use_", "is_"), ("False",)),
)


_TIMES = ("t", "timestep", "timesteps", "time", "step", "sigma", "noise_level")


class Guess(NamedTuple):
    """The arguments of a call as Python text, and why they may fit."""

    expression: str
    why: str


def guesses(
    torch: Any, module: Any, function: ast.AST | None, parameters: list[str], batch: int
) -> Iterator[Guess]:
    """Iterate over guesses for the arguments of a module's ``forward``."""
    found = first_consumers(module, function, parameters) if function is not None else {}
    choices = []
    for name in parameters:
        options = list(_options(torch, name, found.get(name), batch))
        choices.append([Guess(option.expression, option.why) for option in options])
    for chosen in itertools.islice(_diagonal(choices), MOST_GUESSES):
        whys = dict.fromkeys(guess.why for guess in chosen if guess.why)
        yield Guess(", ".join(guess.expression for guess in chosen), "; ".join(whys))


def _diagonal(choices: list[list[Guess]]) -> Iterator[tuple[Guess, ...]]:
    """Combine choices so that the first ones of all come before later ones of any."""
    ranked = itertools.product(*(range(len(options)) for options in choices))
    for ranks in sorted(itertools.islice(ranked, 4096), key=lambda r: (sum(r), max(r, default=0))):
        yield tuple(options[rank] for options, rank in zip(choices, ranks))


def _options(torch: Any, name: str, consumer: Consumer | None, batch: int) -> Iterator[Guess]:
    made: list[Guess] = []
    if name.lower() in _TIMES:
        texts = ("torch.randint(0, 10, ({B},))", "torch.rand({B})", "torch.rand({B}, 1)")
        made = [Guess(text.format(B=batch), f"the name `{name}`") for text in texts]
    elif consumer is not None and consumer.layer is not None:
        why = f"`{consumer.text}` takes it"
        made = [Guess(text, why) for text in _for_layer(torch, consumer, batch)]
    if consumer is not None and consumer.rank is not None:
        made.sort(key=lambda guess: _rank(guess.expression) != consumer.rank)
    yield from made
    if not made:
        for text in _by_name(name, consumer.rank if consumer is not None else None, batch):
            yield Guess(text, f"the name `{name}`")


def _by_name(name: str, rank: int | None, batch: int) -> Iterator[str]:
    sizes = {"B": batch, "T": LENGTH}
    for words, texts in _BY_NAME:
        exact = name.lower() in words
        if exact or any(len(word) > 2 and word in name.lower() for word in words):
            yield from (text.format(**sizes) for text in texts)
    if rank is not None:
        shape = (batch, 3, 32, 32) if rank == 4 else (batch, LENGTH, 8, 4, 2)[:rank]
        yield _randn(shape)
    else:
        yield from (_randn(shape) for shape in ((batch, LENGTH), (batch, 3, 32, 32)))
        yield from (_randn(shape) for shape in ((batch, LENGTH, 8), (batch,)))


def _for_layer(torch: Any, consumer: Consumer, batch: int) -> Iterator[str]:
    nn, layer = torch.nn, consumer.layer
    if isinstance(layer, (nn.Conv2d, nn.LazyConv2d)):
        channels = layer.in_channels or 3
        sides = (28, 32, 64, 224, *_SIDES[4:]) if channels == 1 else _SIDES
        yield from (_randn((batch, channels, side, side)) for side in sides)
    elif isinstance(layer, nn.ConvTranspose2d):
        yield from (_randn((batch, layer.in_channels, side, side)) for side in (8, 1, 16, 32))
    elif isinstance(layer, (nn.Conv1d, nn.ConvTranspose1d)):
        yield from (_randn((batch, layer.in_channels, length)) for length in _LENGTHS)
    elif isinstance(layer, (nn.Conv3d, nn.ConvTranspose3d)):
        yield from (_randn((batch, layer.in_channels, s, s, s)) for s in (16, 32, 64))
    elif isinstance(layer, (nn.Embedding, nn.EmbeddingBag)):
        count = layer.num_embeddings
        yield f"torch.randint(0, {count}, ({batch}, {LENGTH}))"
        yield f"torch.randint(0, {count}, ({batch},))"
    elif isinstance(layer, nn.Linear):
        yield from _for_features(layer.in_features or 32, batch, consumer.is_flattened)
    elif isinstance(layer, nn.RNNBase):
        yield _randn(_sequence(layer.input_size, batch, layer.batch_first))
    elif isinstance(layer, nn.RNNCellBase):
        yield _randn((batch, layer.input_size))
    elif isinstance(layer, nn.MultiheadAttention):
        yield _randn(_sequence(layer.embed_dim, batch, layer.batch_first))
    elif isinstance(layer, (nn.BatchNorm2d, nn.InstanceNorm2d, nn.GroupNorm)):
        channels = int(getattr(layer, "num_features", 0) or getattr(layer, "num_channels", 3))
        yield _randn((batch, channels, 32, 32))
    elif isinstance(layer, nn.BatchNorm1d):
        yield from (_randn((batch, layer.num_features)), _randn((batch, layer.num_features, 16)))
    elif isinstance(layer, nn.LayerNorm):
        yield _randn((batch, LENGTH, *layer.normalized_shape))
        yield _randn((batch, *layer.normalized_shape))
    elif isinstance(layer, torch.Tensor) and layer.dim() >= 2:
        features = layer.shape[1] if consumer.is_transposed else layer.shape[-2]
        yield from _for_features(int(features), batch, consumer.is_flattened)
    elif isinstance(layer, torch.Tensor) and layer.dim() == 1:
        yield from _for_features(int(layer.shape[0]), batch, False)


def _for_features(features: int, batch: int, is_flattened: bool) -> Iterator[str]:
    if is_flattened:
        for channels in (1, 3):
            side = round((features / channels) ** 0.5)
            if channels * side * side == features and side > 3:
                yield _randn((batch, channels, side, side))
    yield _randn((batch, features))
    yield _randn((batch, LENGTH, features))


def _sequence(features: int, batch: int, batch_first: bool) -> tuple[int, ...]:
    return (batch, LENGTH, features) if batch_first else (LENGTH, batch, features)


def _randn(shape: tuple[int, ...]) -> str:
    return f"torch.randn({', '.join(map(str, shape))})"


def _rank(expression: str) -> int:
    inside = expression.partition("(")[2]
    return inside.count(",") + 1 if expression.startswith("torch.randn") else inside.count(",") - 1
