"""Statistics of the rows of one class that reach the features which are to tell the class."""

from __future__ import annotations

from collections.abc import Iterator

from dyetrace.flow.events import Statistic
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, overlap
from dyetrace.rules.data.origins import Learned, all_learned, columns_with, label_of


def conditional_dyes(flow: Flow) -> Iterator[tuple[Learned, Dye]]:
    """Iterate over the fits whose X certainly holds a statistic of groups made by the label."""
    if not any(event.dye.keys for event in flow.of(Statistic)):
        return
    for learned in all_learned(flow):
        label = label_of(learned.labels)
        if label is None:
            continue
        for dye in sorted(learned.table.dye, key=Dye.order):
            held = _groups_by(dye, label) and _is_held(learned, dye)
            if held and overlap(dye.rows, learned.x.rows):
                yield learned, dye


def _groups_by(dye: Dye, label: str) -> bool:
    """Whether rows were grouped by the label: a table of several keys may be the data itself."""
    return label in dye.keys and (len(dye.keys) == 1 or dye.name.startswith("transform "))


def _is_held(learned: Learned, dye: Dye) -> bool:
    columns = learned.table.columns
    if columns is None:
        return False
    if any(dye in dyes for dyes in columns.dyed.values()):
        return bool([name for name in columns_with(learned.table, dye) if name not in dye.keys])
    return columns.certain and (columns.only is None or bool(columns.only - dye.keys))
