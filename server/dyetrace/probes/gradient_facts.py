"""What the sets say of each parameter: the decision table of the gradient check.

No threshold decides here: a parameter is reached by autograd from a loss or it is not, belongs to
an optimizer or not, its layer was called with gradients, without, or not at all.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from dyetrace.probes.collecting import Collection
from dyetrace.probes.messages import ParameterFacts, Place

# "Exactly zero" means something once the weights moved: zero-initialised residual branches and
# adapters start with zero gradients and lose them within a step or two (measured on trap models).
STEPS_FOR_ZERO = 5


class Standing(enum.Enum):
    """What is known of a parameter's gradient."""

    FROZEN = "frozen"
    FINE = "fine"
    UNUSED = "unused"  # nothing in the program reads the layer
    CUT = "cut"  # its layer was called, but the loss does not reach it
    SHUT = "shut"  # in an optimizer, but only ever run without gradients
    ZERO = "zero"  # reached, and exactly zero in every step
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Model:
    """An outermost module that took part, with its parameters in the order of definition."""

    number: int
    name: str
    parameters: tuple[ParameterFacts, ...]

    @cached_property
    def is_trained(self) -> bool:
        """Whether a loss reaches any of it; a teacher that only runs along is not trained."""
        return any(p.reached for p in self.parameters)

    @cached_property
    def has_gradient(self) -> bool:
        """Whether any gradient is not zero: else the loss is flat and proves nothing."""
        return any(norm > 0 for p in self.parameters for norm in p.norms)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """The standing of each parameter by its name."""
        return {p.name: self._standing(p) for p in self.parameters}

    def _standing(self, facts: ParameterFacts) -> Standing:
        if not facts.trainable:
            return Standing.FROZEN
        if facts.reached:
            return self._reached(facts)
        if facts.optimizer is None:
            return Standing.UNKNOWN  # nobody wants to train it: a copy, a teacher, a target
        if facts.called is None:
            return self._never_called(facts)
        if facts.called == "no-gradient":
            return Standing.SHUT
        if facts.layer_is_own and facts.mentioned == "never":
            return Standing.UNUSED
        if facts.layer_is_own and facts.mentioned == "unseen":
            return Standing.UNKNOWN
        return Standing.CUT

    def _reached(self, facts: ParameterFacts) -> Standing:
        if facts.nonfinite or any(norm > 0 for norm in facts.norms):
            return Standing.FINE
        if len(facts.norms) >= STEPS_FOR_ZERO and self.has_gradient:
            return Standing.ZERO
        return Standing.UNKNOWN

    def _never_called(self, facts: ParameterFacts) -> Standing:
        """A layer that did not run: forgotten, or of a branch that was not taken."""
        is_users = facts.definition is not None or bool(facts.enclosing)
        if facts.mentioned != "never" or not is_users or self._is_alternative(facts):
            return Standing.UNKNOWN
        return Standing.UNUSED

    def _is_alternative(self, facts: ParameterFacts) -> bool:
        """Whether a sibling in the same list was used: an expert that got no token."""
        container = container_of(facts.layer)
        return container is not None and any(
            other.reached and other.layer.startswith(container + ".") for other in self.parameters
        )

    def groups(self, *wanted: Standing) -> list[tuple[str, list[ParameterFacts]]]:
        """Return (path, parameters) of the outermost modules that wholly have a standing.

        Only modules below the model itself, unless all of the model has it.
        """
        return self.groups_where(lambda facts: self.standings[facts.name] in wanted)

    def groups_where(
        self, holds: Callable[[ParameterFacts], bool]
    ) -> list[tuple[str, list[ParameterFacts]]]:
        """Return (path, parameters) of the outermost modules whose trained parameters all hold."""
        trained = [p for p in self.parameters if p.trainable]
        below: dict[str, list[ParameterFacts]] = defaultdict(list)
        for facts in trained:
            for path in _paths_up(facts.layer):
                below[path].append(facts)
        grouped: dict[str, list[ParameterFacts]] = defaultdict(list)
        for facts in filter(holds, trained):
            fitting = [p for p in _paths_up(facts.layer) if all(map(holds, below[p]))]
            # A raw parameter in a module that has others stands for itself.
            grouped[fitting[-1] if fitting else facts.name].append(facts)
        return list(grouped.items())


def models_of(collection: Collection) -> list[Model]:
    """Return the models of a run that have parameters."""
    by_root: dict[int, list[ParameterFacts]] = defaultdict(list)
    for facts in collection.parameters:
        by_root[facts.root].append(facts)
    return [Model(root, facts[0].root_name, tuple(facts)) for root, facts in by_root.items()]


def container_of(path: str) -> str | None:
    """Return the list that a path goes through last: ``experts`` of ``experts.3.fc``."""
    parts = path.split(".")
    for index in range(len(parts) - 1, 0, -1):
        if parts[index].isdigit():
            return ".".join(parts[:index])
    return None


def place_of(path: str, parameters: Iterable[ParameterFacts]) -> Place | None:
    """Return the place that defines a module or parameter, else the nearest module around it."""
    for facts in parameters:
        if facts.definition is not None and path in (facts.layer, facts.name):
            return facts.definition
        around = dict(facts.enclosing)
        for candidate in _paths_up(path):
            if (candidate or ".") in around:
                return around[candidate or "."]
        if facts.definition is not None:
            return facts.definition
    return None


def _paths_up(path: str) -> list[str]:
    """Return a path and the paths around it, innermost first, the model itself ("") last."""
    parts = path.split(".") if path else []
    return [".".join(parts[:count]) for count in range(len(parts), -1, -1)]
