"""Functions that call functions: ``partial``, ``reduce``, pools of workers, ``joblib``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Final

from dyetrace.flow.calls import call_value
from dyetrace.flow.expressions import element_of
from dyetrace.flow.imports import imported_by_name
from dyetrace.flow.machine import Machine, joined, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.values import Value, fresh

_PARTIAL: Final = "functools.partial"
_DELAYED: Final = "joblib.delayed"
_FUNCTION: Final = "__function__"
_ARGS: Final = "__args__"
_KEYWORDS: Final = "__keywords__"
_REDUCED: Final = 8  # elements that `reduce` is followed over
_MAPPING: Final = frozenset({"map", "imap", "imap_unordered", "starmap", "map_async"})
_SUBMITTING: Final = frozenset({"submit", "apply_async", "apply", "run_in_executor"})
_POOLS: Final = frozenset(
    """concurrent.futures.ThreadPoolExecutor concurrent.futures.ProcessPoolExecutor
    multiprocessing.Pool multiprocessing.pool.Pool multiprocessing.pool.ThreadPool
    multiprocessing.dummy.Pool joblib.Parallel""".split()
)
_PROGRESS: Final = frozenset(
    """tqdm.tqdm tqdm.trange tqdm.auto.tqdm tqdm.notebook.tqdm tqdm.tqdm_notebook tqdm.std.tqdm
    tqdm.autonotebook.tqdm tqdm.rich.tqdm rich.progress.track fastprogress.progress_bar
    alive_progress.alive_it itertools.cycle itertools.islice""".split()
)


class CallingMeaning(Meaning):
    """What calls a function that it was given, now or later."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        answer = _FUNCTIONS.get(site.function)
        if answer is not None:
            return answer(machine, site)
        if site.function in _POOLS:
            return fresh(type=site.function, site=site.span)
        if site.function in _PROGRESS:
            return machine.current(site.args[0]) if site.args else None
        receiver = site.receiver
        if receiver is None or not site.args:
            return None
        if receiver.type in _POOLS or (receiver.type is None and _is_users(site.args[0])):
            return _pooled(machine, site)
        return None


def _is_users(value: Value) -> bool:
    return isinstance(value.node, (ast.FunctionDef, ast.Lambda)) and value.type == "function"


def _partial(machine: Machine, site: CallSite) -> Value | None:
    if not site.args:
        return None
    attributes = {
        _FUNCTION: site.args[0],
        _ARGS: fresh(type="tuple", items=site.args[1:]),
        _KEYWORDS: fresh(type="dict", entries=dict(site.keywords)),
    }
    return fresh(type=_PARTIAL, attributes=attributes, site=site.span)


def _call_partial(machine: Machine, site: CallSite) -> Value | None:
    made = site.receiver
    if made is None or _FUNCTION not in made.attributes:
        return None
    before = made.attributes[_ARGS].items or ()
    bound = made.attributes[_KEYWORDS].entries or {}
    args = (*(machine.current(value) for value in before), *site.args)
    keywords = {**bound, **site.keywords}
    node = None if before else site.node  # positions in the text are other ones
    function = machine.current(made.attributes[_FUNCTION])
    return call_value(machine, function, args, keywords, site.span, node)


def _delayed(machine: Machine, site: CallSite) -> Value | None:
    if not site.args:
        return None
    return fresh(type=_DELAYED, attributes={_FUNCTION: site.args[0]}, site=site.span)


def _call_delayed(machine: Machine, site: CallSite) -> Value | None:
    made = site.receiver
    if made is None or _FUNCTION not in made.attributes:
        return None
    return call_value(machine, made.attributes[_FUNCTION], site.args, site.keywords, site.span)


def _collected(machine: Machine, site: CallSite) -> Value | None:
    """Return ``Parallel(n_jobs=2)(calls)``: the list of what the calls gave."""
    if not site.args:
        return None
    given = site.args[0]
    if given.items is not None:
        return fresh(type="list", items=given.items, site=site.span)
    element = element_of(machine, given, site.span)
    return mixed(element, type="list", attributes={"__element__": element}, site=site.span)


def _reduce(machine: Machine, site: CallSite) -> Value | None:
    if len(site.args) < 2:
        return None
    function, given, *start = site.args
    items = given.items
    if items is None or len(items) > _REDUCED:
        element = element_of(machine, given, site.span)
        items = (element, element)
    values = [*start, *(machine.current(item) for item in items)]
    if not values:
        return None
    result = values[0]
    for value in values[1:]:
        result = call_value(machine, function, (result, value), {}, site.span)
    return result


def _pooled(machine: Machine, site: CallSite) -> Value | None:
    """Return what workers make of ``pool.map(f, things)`` and ``pool.submit(f, thing)``."""
    function, *given = site.args
    if site.method in _SUBMITTING:
        args = tuple(given)
        if site.method in ("apply", "apply_async") and given:
            args = given[0].items or ()
        result = call_value(machine, function, args, _own(site.keywords), site.span)
        return fresh(type="future", attributes={"__result__": result}, site=site.span)
    if site.method not in _MAPPING or not given:
        return None
    if len(given) == 1 and given[0].items is not None and len(given[0].items) <= _REDUCED:
        rounds: list[tuple[Value, ...]] = [(machine.current(i),) for i in given[0].items]
    else:
        rounds = [tuple(element_of(machine, value, site.span) for value in given)]
    if site.method == "starmap":
        rounds = [args[0].items or args for args in rounds]
    results = [call_value(machine, function, args, {}, site.span) for args in rounds]
    element = joined(results)
    return mixed(element, type="generator", attributes={"__element__": element}, site=site.span)


def _own(keywords: Mapping[str, Value]) -> dict[str, Value]:
    return {k: v for k, v in keywords.items() if k not in ("callback", "error_callback")}


def _result(machine: Machine, site: CallSite) -> Value | None:
    made = site.receiver
    return None if made is None else made.attributes.get("__result__")


def _product(machine: Machine, site: CallSite) -> Value | None:
    """Return ``itertools.product(...)`` and its like: tuples of one element of each."""
    items = tuple(element_of(machine, value, site.span) for value in site.args)
    if site.method in ("combinations", "permutations", "pairwise"):
        items = (items[0], items[0]) if items else ()
    element = fresh(type="tuple", items=items)
    return fresh(type="generator", attributes={"__element__": element}, site=site.span)


def _imported(machine: Machine, site: CallSite) -> Value | None:
    name = site.literal(0, "name")
    if not isinstance(name, str) or name.startswith(".") or site.node is None:
        return None
    return imported_by_name(machine, name, site.node)


def _gathered(machine: Machine, site: CallSite) -> Value | None:
    return fresh(type="list", items=site.args, site=site.span)


_FUNCTIONS: Final[dict[str, Callable[[Machine, CallSite], Value | None]]] = {
    _PARTIAL: _partial,
    f"{_PARTIAL}.__call__": _call_partial,
    "functools.partialmethod": _partial,
    "functools.reduce": _reduce,
    _DELAYED: _delayed,
    f"{_DELAYED}.__call__": _call_delayed,
    "joblib.parallel.delayed": _delayed,
    "sklearn.utils.parallel.delayed": _delayed,
    "joblib.Parallel.__call__": _collected,
    "future.result": _result,
    "future.get": _result,
    "itertools.product": _product,
    "itertools.combinations": _product,
    "itertools.permutations": _product,
    "itertools.zip_longest": _product,
    "itertools.pairwise": _product,
    "asyncio.gather": _gathered,
    "importlib.import_module": _imported,
}
