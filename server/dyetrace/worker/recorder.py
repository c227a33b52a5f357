"""Observes values: the hooks that rewritten programs call, and what they remember."""

from __future__ import annotations

import builtins
import os
import sys
import weakref
from typing import Any, Callable

from .channel import Channel
from .describing import Description, describe_array, describe_frame, describe_tensor, is_readable
from .rewriting import SIZE_HOOK, VALUE_HOOK
from .sites import File, Sites
from .statistics import statistics_of

MOST_LOOKED_AT = 64  # tensors whose numbers are remembered while they live
MOST_SHAPES = 8  # different shapes that are reported of one place
Handler = Callable[[int, Any], None]


class Seen:
    """What was observed at one place."""

    __slots__ = ("calls", "description", "due", "module", "others", "statistics")

    def __init__(self) -> None:
        self.calls = 0
        self.description: Description | None = None
        self.others: list[Description] = []
        self.due = 1  # number of the observation whose numbers are looked at next
        self.statistics: dict[str, float] = {}
        self.module: Any | None = None  # weak reference


class Recorder:
    """Remembers shapes by place, and where modules, parameters and optimizers were defined."""

    def __init__(self, sites: Sites, channel: Channel) -> None:
        self.sites = sites
        self.seen: dict[int, Seen] = {}
        self.last_site = -1
        self._channel = channel
        self._handlers: dict[type, Handler | None] = {}
        self._definitions: dict[int, tuple[Any, int]] = {}
        self._looked_at: dict[int, tuple[Any, int, dict[str, float]]] = {}
        self._observed_modules: dict[int, Any] = {}
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.pause)

    # -- hooks ---------------------------------------------------------------------------------

    def install(self) -> None:
        """Put the hooks that rewritten programs call into ``builtins``."""
        observe = self._value_hook()

        def observe_size(site: int, value: Any) -> Any:
            if type(value) is int:
                self.last_site = site
                self._remember(site, Description("int", (value,)), None)
                return value
            return observe(site, value)

        setattr(builtins, VALUE_HOOK, observe)
        setattr(builtins, SIZE_HOOK, observe_size)

    def _value_hook(self) -> Callable[[int, Any], Any]:
        handlers, classify = self._handlers, self._classify
        find = handlers.get

        def observe(site: int, value: Any) -> Any:
            handler = find(type(value), classify)
            if handler is not None:
                try:
                    handler(site, value)
                except Exception:  # looking at a value must never change what the program does
                    handlers[type(value)] = None
            return value

        def observe_in_order(site: int, value: Any) -> Any:
            self.last_site = site
            return observe(site, value)

        # Before 3.11 code objects hold no columns: a failure is found by what was seen last.
        return observe if sys.version_info >= (3, 11) else observe_in_order

    @staticmethod
    def pause() -> None:
        """Let programs run on unobserved (in forked children, and once the run is over)."""
        setattr(builtins, VALUE_HOOK, _pass_through)
        setattr(builtins, SIZE_HOOK, _pass_through)

    # -- what is observed ----------------------------------------------------------------------

    def _classify(self, site: int, value: Any) -> None:
        """Choose, once for each type, what to do with its values."""
        kind = type(value)
        handler = self._handler_for(kind)
        self._handlers[kind] = handler
        if handler is not None:
            handler(site, value)

    def _handler_for(self, kind: type) -> Handler | None:
        mro = type.__dict__["__mro__"].__get__(kind)
        names = {f"{base.__module__}.{base.__qualname__}" for base in mro[:-1]}
        if "torch.Tensor" in names:
            return self._see_tensor
        if "torch.nn.modules.module.Module" in names:
            return self._see_module
        if "torch.optim.optimizer.Optimizer" in names:
            return self._define
        if "numpy.ndarray" in names:
            return self._see_array
        if names & {"pandas.core.frame.DataFrame", "pandas.core.series.Series"} or names & {
            "pandas.DataFrame",
            "pandas.Series",
        }:
            return self._see_frame
        return None

    def _see_tensor(self, site: int, value: Any) -> None:
        description = describe_tensor(value)
        if description is not None:
            self._remember(site, description, value)
            if description.is_parameter and self.sites[site].names_class:
                self._define(site, value)

    def _see_array(self, site: int, value: Any) -> None:
        self._remember(site, describe_array(value), value)

    def _see_frame(self, site: int, value: Any) -> None:
        self._remember(site, describe_frame(value), None)

    def _see_module(self, site: int, value: Any) -> None:
        self._define(site, value)
        seen = self.seen.get(site)
        if seen is None or seen.module is None or seen.module() is not value:
            self._remember(site, Description("module", (), type(value).__name__), None)
            self.seen[site].module = weakref.ref(value)
            self._observed_modules.setdefault(id(value), weakref.ref(value))
        else:
            seen.calls += 1

    def _define(self, site: int, value: Any) -> None:
        """Note the first expression that constructed an object, as the place that defines it."""
        if self.sites[site].definition is None:
            return
        known = self._definitions.get(id(value))
        if known is None or known[0]() is not value:
            self._definitions[id(value)] = (weakref.ref(value), site)

    def definition_of(self, value: Any) -> int | None:
        """Return the site that constructed a module, parameter or optimizer."""
        known = self._definitions.get(id(value))
        return known[1] if known is not None and known[0]() is value else None

    def modules(self) -> list[Any]:
        """Return the modules that the user's own expressions held and that still live."""
        alive = [reference() for reference in self._observed_modules.values()]
        return [module for module in alive if module is not None]

    def mention_of(self, attribute: str) -> str:
        """Return whether the program reads an attribute: ``never``, ``unseen`` (not yet), ``seen``.

        Constructors do not count. ``unseen`` also stands for what cannot be told.
        """
        sites = self.sites.mentions.get(attribute)
        if sites is None:
            return "unseen" if self.sites.reads_by_name else "never"
        return "seen" if any(site in self.seen for site in sites) else "unseen"

    def announce(self, file: File) -> None:
        """Tell the host of a file before the first message that speaks of it."""
        if not file.announced:
            file.announced = True
            self._channel.send("file", index=file.index, path=file.path)

    # -- memory --------------------------------------------------------------------------------

    def _remember(self, site: int, description: Description, value: Any) -> None:
        seen = self.seen.get(site)
        if seen is None:
            seen = self.seen[site] = Seen()
        seen.calls += 1
        is_new = description != seen.description
        if is_new and seen.description is not None:
            if seen.description not in seen.others and len(seen.others) < MOST_SHAPES:
                seen.others.append(seen.description)
            if description in seen.others:
                is_new = False
        seen.description = description
        if value is not None and (seen.calls >= seen.due or (is_new and seen.calls < MOST_SHAPES)):
            seen.due = seen.calls * 2
            seen.statistics = self._statistics_of(value)
        if is_new and len(seen.others) < MOST_SHAPES:
            self._send(site, seen)

    def _statistics_of(self, value: Any) -> dict[str, float]:
        """Look at the numbers once for each state of a tensor: several places hold the same."""
        if not is_readable(value):
            return {}
        try:
            version = value._version
        except (AttributeError, RuntimeError):  # an array; a tensor made in inference mode
            return statistics_of(value)
        known = self._looked_at.get(id(value))
        if known is not None and known[0]() is value and known[1] == version:
            return known[2]
        if len(self._looked_at) >= MOST_LOOKED_AT:
            self._looked_at.clear()
        statistics = statistics_of(value)
        self._looked_at[id(value)] = (weakref.ref(value), version, statistics)
        return statistics

    def _send(self, site: int, seen: Seen) -> None:
        for number in (site, *self.sites.aliases.get(site, ())):
            file, place, *_ = self.sites[number]
            self.announce(file)
            assert seen.description is not None
            self._channel.send(
                "shape",
                site=number,
                place=[file.index, *file.columns(place)],
                stats=seen.statistics,
                **seen.description.as_json(),
            )

    def send_totals(self) -> None:
        """Send what is known only at the end: how often, the latest numbers, parameter counts."""
        for site, seen in list(self.seen.items()):
            module = seen.module() if seen.module is not None else None
            statistics = _parameter_counts(module) if module is not None else seen.statistics
            if seen.description is None:
                continue
            for number in (site, *self.sites.aliases.get(site, ())):
                self._channel.send(
                    "total",
                    site=number,
                    calls=seen.calls,
                    stats=statistics,
                    requires_grad=seen.description.requires_grad,
                    concrete=list(seen.description.shape),
                )

    def describe(self, site: int) -> Description | None:
        """Return what was observed last at a site."""
        seen = self.seen.get(self.sites.value_of.get(site, site))
        return seen.description if seen is not None else None


def _pass_through(site: int, value: Any) -> Any:
    return value


def _parameter_counts(module: Any) -> dict[str, float]:
    """Return how many numbers a module holds, and how many of them are trained."""
    total = trainable = 0
    for parameter in module.parameters():
        try:
            count = parameter.numel()
        except (RuntimeError, ValueError):  # a lazy layer that has not seen an input
            continue
        total += count
        trainable += count if parameter.requires_grad else 0
    return {"parameters": total, "trainable": trainable}
