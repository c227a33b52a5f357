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
from .seen import MOST_SHAPES, Owners, Seen
from .sites import File, Sites
from .statistics import NOTHING, Numbers, numbers_of

MOST_LOOKED_AT = 64  # tensors whose numbers are remembered while they live
Handler = Callable[[int, Any, int], None]


class Recorder:
    """Remembers shapes by place, and where modules, parameters and optimizers were defined."""

    def __init__(self, sites: Sites, channel: Channel) -> None:
        self.sites = sites
        self.seen: dict[int, Seen] = {}
        self.last_site = -1
        self.observe: Callable[..., Any] = _pass_through
        self.owners = Owners()
        self.argument_values: dict[int, int | None] = {}
        self.tensors = "real"  # how the values came to be: real, fake or substituted
        self.is_told = False  # all that was seen has been told
        self.streams = True  # what is new is told at once: a program may end at any time
        self._channel = channel
        self._owner_kinds: dict[type, bool] = {}
        self._handlers: dict[type, Handler | None] = {}
        self._definitions: dict[int, tuple[Any, int]] = {}
        self._looked_at: dict[int, tuple[Any, int, Numbers]] = {}
        self._observed_modules: dict[int, Any] = {}
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.pause)

    # -- hooks ---------------------------------------------------------------------------------

    def install(self) -> None:
        """Put the hooks that rewritten programs call into ``builtins``."""
        observe = self._value_hook()

        def observe_size(site: int, value: Any, owner: Any = None) -> Any:
            if type(value) is int:
                self.last_site = site
                if site in self.sites.arguments:
                    self._note_argument(site, value)
                number = self._owner_number(owner) if owner is not None else 0
                self._remember(site, Description("int", (value,)), None, number)
                return value
            return observe(site, value, owner)

        self.observe = observe
        setattr(builtins, VALUE_HOOK, observe)
        setattr(builtins, SIZE_HOOK, observe_size)

    def _value_hook(self) -> Callable[..., Any]:
        handlers, classify, number = self._handlers, self._classify, self._owner_number
        find = handlers.get

        def observe(site: int, value: Any, owner: Any = None) -> Any:
            handler = find(type(value), classify)
            if handler is not None:
                try:
                    handler(site, value, 0 if owner is None else number(owner))
                except Exception:  # looking at a value must never change what the program does
                    handlers[type(value)] = None
            return value

        def observe_in_order(site: int, value: Any, owner: Any = None) -> Any:
            self.last_site = site
            return observe(site, value, owner)

        # Before 3.11 code objects hold no columns: a failure is found by what was seen last.
        return observe if sys.version_info >= (3, 11) else observe_in_order

    def _note_argument(self, site: int, value: int) -> None:
        """Keep the number that an argument always had; one that changes is no constant."""
        known = self.argument_values.get(site, value)
        self.argument_values[site] = value if known == value else None

    def _owner_number(self, owner: Any) -> int:
        """Return the number of the module whose method observes; 0 for any other object."""
        kind = type(owner)
        is_module = self._owner_kinds.get(kind)
        if is_module is None:
            mro = type.__dict__["__mro__"].__get__(kind)
            is_module = self._owner_kinds[kind] = any(map(_is_module_class, mro))
        return self.owners.number(owner, weakref.ref) if is_module else 0

    @staticmethod
    def pause() -> None:
        """Let programs run on unobserved (in forked children, and once the run is over)."""
        setattr(builtins, VALUE_HOOK, _pass_through)
        setattr(builtins, SIZE_HOOK, _pass_through)

    # -- what is observed ----------------------------------------------------------------------

    def _classify(self, site: int, value: Any, owner: int) -> None:
        """Choose, once for each type, what to do with its values."""
        kind = type(value)
        handler = self._handler_for(kind)
        self._handlers[kind] = handler
        if handler is not None:
            handler(site, value, owner)

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

    def _see_tensor(self, site: int, value: Any, owner: int) -> None:
        description = describe_tensor(value)
        if description is not None:
            self._remember(site, description, value, owner)
            if description.is_parameter and self.sites[site].names_class:
                self._define(site, value, owner)

    def _see_array(self, site: int, value: Any, owner: int) -> None:
        self._remember(site, describe_array(value), value, owner)

    def _see_frame(self, site: int, value: Any, owner: int) -> None:
        self._remember(site, describe_frame(value), None, owner)

    def _see_module(self, site: int, value: Any, owner: int) -> None:
        self._define(site, value, owner)
        seen = self.seen.get(site)
        if seen is None or seen.module is None or seen.module() is not value:
            self._remember(site, Description("module", (), type(value).__name__), None, owner)
            self.seen[site].module = weakref.ref(value)
            self._observed_modules.setdefault(id(value), weakref.ref(value))
        else:
            seen.calls += 1

    def _define(self, site: int, value: Any, owner: int) -> None:
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

    def _remember(self, site: int, description: Description, value: Any, owner: int) -> None:
        seen = self.seen.get(site)
        if seen is None:
            seen = self.seen[site] = Seen()
        is_new = seen.add(description, owner)
        if value is not None and (seen.calls >= seen.due or (is_new and seen.calls < MOST_SHAPES)):
            seen.due = seen.calls * 2
            seen.numbers = self._numbers_of(value)
        if value is not None:
            seen.last = weakref.ref(value)
        if is_new and self.streams and len(seen.others) < MOST_SHAPES:
            self.tell(site, seen, description)

    def begin_run(self, tensors: str) -> None:
        """Forget what was seen, and watch a further run without telling of it."""
        self.streams = False
        self.tensors = tensors
        self.seen = {}

    def _numbers_of(self, value: Any) -> Numbers:
        """Look at the numbers once for each state of a tensor: several places hold the same."""
        if not is_readable(value):
            return NOTHING
        try:
            version = value._version
        except (AttributeError, RuntimeError):  # an array; a tensor made in inference mode
            return numbers_of(value)
        known = self._looked_at.get(id(value))
        if known is not None and known[0]() is value and known[1] == version:
            return known[2]
        if len(self._looked_at) >= MOST_LOOKED_AT:
            self._looked_at.clear()
        numbers = numbers_of(value)
        self._looked_at[id(value)] = (weakref.ref(value), version, numbers)
        return numbers

    def places_of(self, site: int) -> tuple[int, ...]:
        """Return a site and those of the names that its value is bound to."""
        return (site, *self.sites.aliases.get(site, ()))

    def tell(self, site: int, seen: Seen, description: Description) -> None:
        """Send what a place held."""
        if description.kind == "int" and site in self.sites.arguments:
            return
        for number in self.places_of(site):
            file, place, *_ = self.sites[number]
            self.announce(file)
            self._channel.send(
                "shape",
                site=number,
                place=[file.index, *file.columns(place)],
                stats=seen.numbers.stats,
                tensors=self.tensors,
                **description.as_json(),
            )

    def describe(self, site: int) -> Description | None:
        """Return what was observed last at a site."""
        seen = self.seen.get(self.sites.value_of.get(site, site))
        return seen.description if seen is not None else None


def _pass_through(site: int, value: Any, owner: Any = None) -> Any:
    return value


def _is_module_class(base: Any) -> bool:
    return bool(base.__module__ == "torch.nn.modules.module" and base.__qualname__ == "Module")
