"""How the numbers of a value are spread: as block characters, and as a small picture."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dyetrace.probes.report import Histogram

_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_WIDTH, _HEIGHT = 192, 32  # pixels of the picture
_COLOUR: Final = "#3b8eea"  # seen well on light and on dark grounds


def as_text(histogram: Histogram) -> str:
    """Return one block for each bin; an empty bin is a dot."""
    most = max(histogram.counts, default=0)
    return "".join(_block(count, most) for count in histogram.counts)


def _block(count: int, most: int) -> str:
    if not count:
        return "·"
    return _BLOCKS[min(len(_BLOCKS) - 1, count * len(_BLOCKS) // (most + 1))]


def as_picture(histogram: Histogram) -> str:
    """Return an image for markdown, its bytes in its address: nothing is loaded from anywhere.

    Its text, for those who hear it read or copy it, is what ``as_text`` gives.
    """
    most = max(histogram.counts, default=0) or 1
    width = _WIDTH / max(len(histogram.counts), 1)
    bars = []
    for index, count in enumerate(histogram.counts):
        height = max(round((_HEIGHT - 2) * count / most), 1 if count else 0)
        bars.append(
            f'<rect x="{index * width:.4g}" y="{_HEIGHT - 1 - height}" width="{width - 1:.4g}"'
            f' height="{height}"/>'
        )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}">'
        f'<g fill="{_COLOUR}">{"".join(bars)}'
        f'<rect y="{_HEIGHT - 1}" width="{_WIDTH}" height="1" opacity="0.5"/></g></svg>'
    )
    encoded = base64.b64encode(svg.encode("ascii")).decode("ascii")
    size = f"|width={_WIDTH},height={_HEIGHT}"
    return f"![{as_text(histogram)}](data:image/svg+xml;base64,{encoded}{size})"
