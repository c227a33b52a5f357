"""Keras: layers that learn by ``adapt``, what is inside a model, folders of images."""

from __future__ import annotations

from dyetrace.flow.events import Transform
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import narrow
from dyetrace.flow.values import Dye, Part, Rows, Value, constant, fresh
from dyetrace.knowledge import keras

PARTS = "__parts__"  # what a model was made of
_ONE_HOT = frozenset(("to_categorical", "one_hot"))
_ONE_HOT_MODULES = ("keras.", "tensorflow.", "torch.nn.functional.")
_SCALING = frozenset(("Rescaling", "Lambda"))  # hold a number that data may have given
_DEPTH = 3  # of lists of layers in models in models


class KerasMeaning(Meaning):
    """Preprocessing layers, ``model.add``, ``flow_from_directory`` and its like."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        receiver = site.receiver
        if site.method in keras.FOLDERS and site.function.startswith(("keras.", "?.")):
            return _folder(machine, site)
        if site.method in _ONE_HOT and site.function.startswith(_ONE_HOT_MODULES) and site.args:
            return mixed(site.args[0], site=site.span)  # how many classes there are: no statistic
        if receiver is None and _is_plain_layer(site.function):
            # How many units it has tells of the data's shape and classes: no row shapes another.
            return mixed(*site.every_argument(), site=site.span).but(
                type=site.function, rows=frozenset(), dye=frozenset()
            )
        if receiver is None or receiver.type is None:
            return None
        if receiver.type in keras.ADAPTED and site.method == "__call__" and site.args:
            return _applied(machine, site, machine.current(receiver))
        if receiver.type in keras.MODELS and site.method == "add" and site.args:
            known = machine.current(receiver).attributes.get(PARTS)
            items = (*(known.items or () if known is not None else ()), site.args[0])
            machine.set_attribute(receiver, PARTS, fresh(type="list", items=items))
            return constant(None)
        return None


def _is_plain_layer(function: str) -> bool:
    name = function.rpartition(".")[2]
    layers = function.startswith("keras.layers.") and name[:1].isupper()
    return layers and function not in keras.ADAPTED and name not in _SCALING


def inside_model(machine: Machine, model: Value, x: Value) -> Value:
    """Return X as it comes out of the layers of a model that learned by ``adapt``."""
    parts = machine.current(model).attributes.get(PARTS)
    dye = frozenset() if parts is None else _dye_of(machine, parts, _DEPTH)
    return x.but(dye=x.dye | dye) if dye else x


def _dye_of(machine: Machine, value: Value, depth: int) -> frozenset[Dye]:
    value = machine.current(value)
    inner = [*(value.items or ()), *(value.entries or {}).values()]
    if PARTS in value.attributes:
        inner.append(value.attributes[PARTS])
    if not depth:
        return value.dye
    return value.dye.union(*(_dye_of(machine, item, depth - 1) for item in inner))


def _applied(machine: Machine, site: CallSite, layer: Value) -> Value:
    x = site.args[0]
    result = mixed(x, type=x.type, dye=x.dye | layer.dye, site=site.span)
    if x.rows:
        machine.emit(Transform(site.span, machine.context, layer, "__call__", x, result))
    return result


def _folder(machine: Machine, site: CallSite) -> Value | None:
    """Return the files of a folder; ``subset=`` takes one side of its validation split."""
    place = site.argument(0, "directory")
    if site.method == "flow_from_dataframe":
        place = site.argument(0, "dataframe")
    elif site.method == "flow":
        place = site.argument(0, "x")
    if place is None:
        return None
    rows = place.rows
    if not rows:
        key = place.constant if isinstance(place.constant, str) else place.identity
        known = machine.notes.setdefault("folders", {})
        label = str(key).rstrip("/").rpartition("/")[2] if isinstance(key, str) else site.method
        rows = known.setdefault(key, frozenset({Rows(site.span, label)}))
    found = fresh(rows=rows, dye=place.dye, site=site.span, certain=False)
    subset = site.literal(None, "subset")
    if subset == "both":
        sides = [narrow(found, _side(site, side)) for side in ("training", "validation")]
        return fresh(type="tuple", items=tuple(sides), site=site.span)
    if subset in ("training", "validation"):
        return narrow(found, _side(site, str(subset)))
    return found


def _side(site: CallSite, name: str) -> Part:
    return Part(site.span, name, "=subset")
