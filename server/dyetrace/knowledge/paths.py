"""Paths that exist on one machine only."""

from __future__ import annotations

import re
from typing import Final

# Homes, mounted drives, drive letters. What every system or hosted notebook of a kind has (`/tmp`,
# `/usr`, `/kaggle/input`, `/content/sample_data`) is left out.
_OWN: Final = re.compile(
    r"""
    (?: /(?:home|Users|Volumes|media|mnt|scratch|work|nfs|dbfs)/[^/\s]+(?=/[^/])
      | /root(?=/\w)
      | /content/(?:g?drive)(?:/(?:My\ ?Drive|Shareddrives|Othercomputers))?(?=/[^/])
      | /(?:data\d*|datasets?|storage|home\d)(?=/[^/]+(?:/|\.\w{2,5}$))
      | ~/(?:Downloads|Desktop|Documents|Dropbox|OneDrive)(?=/)
      | [A-Za-z]:(?:\\{1,2}|/)(?:Users[\\/]+[^\\/]+|[^\\/:*?"<>|\s][^\\/:*?"<>|]*)(?=[\\/])
    )
    """,
    re.X,
)
_PLACEHOLDER: Final = re.compile(
    r"[<>{}$%*]|path[/\\]+to|your[-_ ]?|/(?:user(?:name)?|me|foo|xxx+|\.\.\.)(?:/|$)", re.I
)
_LONGEST: Final = 260  # characters of a path on Windows; longer texts are no paths


def machine_root(text: str) -> str | None:
    r"""Return the beginning of a path that only this machine has, or None.

    >>> machine_root("/home/anna/data/train.csv")
    '/home/anna'
    >>> machine_root("C:\\Users\\Anna\\train.csv")
    'C:\\Users\\Anna'
    >>> machine_root("data/train.csv"), machine_root("/path/to/file"), machine_root("/tmp/x/y")
    (None, None, None)
    """
    if len(text) > _LONGEST or "\n" in text:
        return None
    found = _OWN.match(text)
    if found is None or _PLACEHOLDER.search(text):
        return None
    return found.group()
