"""Records: named tuples, the fields of data classes, namespaces."""

from __future__ import annotations

from typing import Final

from dyetrace.flow.areas.dicts import FACTORY, made_dict
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.values import Value, constant, fresh

_NAMED_TUPLE: Final = "collections.namedtuple"  # type of the class that the function makes
_MAKERS: Final = frozenset({_NAMED_TUPLE, "typing.NamedTuple"})
_FIELDS: Final = "__fields__"
FIELD: Final = "dataclasses.field"
_FIELD_FUNCTIONS: Final = frozenset(
    {FIELD, "attr.ib", "attr.field", "attrs.field", "attr.attrib", "pydantic.Field"}
)
_NAMESPACES: Final = frozenset(
    {"types.SimpleNamespace", "argparse.Namespace", "sklearn.utils.Bunch"}
)


class RecordMeaning(Meaning):
    """``namedtuple``, ``dataclasses.field``, ``replace``, ``asdict``, ``SimpleNamespace``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        function = site.function
        if function in _MAKERS:
            return _named_tuple_class(machine, site)
        if function == f"{_NAMED_TUPLE}.__call__" and site.receiver is not None:
            return named_tuple(site.receiver, _field_names(site.receiver), site.args, site.keywords)
        if function == "collections.OrderedDict":
            return made_dict(machine, site)
        if function == "collections.defaultdict":
            attributes = {FACTORY: site.args[0]} if site.args else {}
            return fresh(type="dict", entries={}, attributes=attributes, site=site.span)
        if function in _FIELD_FUNCTIONS:
            return fresh(type=FIELD, attributes=dict(site.keywords), site=site.span)
        if function in _NAMESPACES:
            return fresh(type=function, attributes=dict(site.keywords), site=site.span)
        if function in ("dataclasses.replace", "attrs.evolve", "attr.evolve", "copy.replace"):
            return _replaced(machine, site)
        if site.receiver is not None and _FIELDS in site.receiver.attributes:
            return _tuple_method(machine, site, machine.current(site.receiver))
        return None


def named_tuple(
    kind: Value, names: tuple[str, ...], args: tuple[Value, ...], keywords: object
) -> Value | None:
    """Return a tuple whose elements have names, or None where not all of them are given."""
    given = {**dict(zip(names, args)), **(keywords if isinstance(keywords, dict) else {})}
    if not set(names) <= set(given):
        return None
    fields = {name: given[name] for name in names}
    own = {"__class__": kind} if kind.type == "class" else {}
    attributes = {**fields, **own, _FIELDS: constant(names)}
    return fresh(type="tuple", items=tuple(fields.values()), attributes=attributes)


def _named_tuple_class(machine: Machine, site: CallSite) -> Value | None:
    given = site.argument(1, "field_names")
    names: tuple[str, ...] = ()
    if given is not None and isinstance(given.constant, str):
        names = tuple(given.constant.replace(",", " ").split())
    elif given is not None and given.items is not None:
        firsts = [machine.current(item) for item in given.items]
        firsts = [item.items[0] if item.items else item for item in firsts]
        names = tuple(item.constant for item in firsts if isinstance(item.constant, str))
    return fresh(type=_NAMED_TUPLE, attributes={_FIELDS: constant(names)}, site=site.span)


def _field_names(kind: Value) -> tuple[str, ...]:
    names = kind.attributes.get(_FIELDS)
    return () if names is None else tuple(names.constant)


def _tuple_method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    names = _field_names(owner)
    fields = {name: owner.attributes[name] for name in names if name in owner.attributes}
    if site.method == "_replace":
        kind = owner.attributes.get("__class__", owner)
        return named_tuple(kind, names, (), {**fields, **site.keywords})
    if site.method == "_asdict":
        return fresh(type="dict", entries=fields, site=site.span)
    if site.method == "_make" and site.args and site.args[0].items is not None:
        return named_tuple(owner, names, site.args[0].items, {})
    return None


def _replaced(machine: Machine, site: CallSite) -> Value | None:
    if not site.args:
        return None
    record = machine.current(site.args[0])
    return record.copy(attributes={**record.attributes, **site.keywords}, site=site.span)
