"""D, file properties: a keyed stamp in the file itself, where the format has room for one.

A workbook has it among its properties, a Parquet file in its metadata; a text table has no room
that would not show. An intact stamp is an exact match, and any saving under another name by another
program removes it: it is a fast path, nothing to rely on.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from math import log2
from pathlib import Path

from menshen.late import late

__all__ = ["KEY", "evidence", "found", "stamp"]

KEY = "DocumentReference"
_STAMP = late("menshen:([0-9a-f]{16})")
_PART = 1 << 20
_BITS = 64


def stamp(code: str) -> str:
    """Return what is written into a file's properties."""
    return f"menshen:{code}"


def found(path: Path) -> str | None:
    """Return the stamp a file holds, or None.

    Workbooks are searched in their properties, other files in their first and last megabyte.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                parts = [n for n in packed.namelist() if n.startswith("docProps/")]
                raw = b"".join(packed.open(n).read(_PART) for n in parts[:8])
        else:
            with path.open("rb") as file:
                raw = file.read(_PART)
                file.seek(max(0, path.stat().st_size - _PART))
                raw += file.read(_PART)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return None
    match = _STAMP.search(raw.decode("latin-1"))
    return match[1] if match else None


def evidence(stamps: Sequence[str], seen: Sequence[str]) -> list[float]:
    """Return log2 E of the stamps seen for each copy: ½ + ½·2^64/k where one of k is the copy's.

    A stamp is 64 bits of a keyed PRF, so the mean over the key is 1 for a copy that did not enter
    the leak; without any stamp seen the evidence is 0.

    >>> evidence(["00", "01"], ["01"]), evidence(["00"], [])
    ([-1.0, 63.0], [0.0])
    """
    distinct = set(seen)
    if not distinct:
        return [0.0] * len(stamps)
    match = log2(0.5 + 0.5 * 2.0**_BITS / len(distinct))
    return [match if s in distinct else -1.0 for s in stamps]
