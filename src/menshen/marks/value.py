"""V, values: numbers shifted by at most d, up or down: v' = round(v + s·a_r·d).

Opt in, per column. The shift is bounded after rounding, keeps the decimal places of the column,
and its signs cancel in totals. It survives what changes the writing; it dies by rounding coarser
than about 25 times d. An area can be restored from its plan group: never rely on it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from menshen.late import late
from menshen.marks import canonical
from menshen.marks.code import Bits, Reals

__all__ = ["decimals", "marked", "numbers", "sane"]

_PLAIN = late(
    "(?P<head>[¥￥]?\\s?)(?P<n>[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?|[0-9]+(?:\\.[0-9]+)?)(?P<tail>\\s?(?:元|㎡|m2|m²|平方米|平米|平)?)"
)
_CLOCK = late(
    "(?P<head>.*[0-9][ T])(?P<h>[0-2][0-9]):(?P<m>[0-5][0-9]):(?P<s>[0-5][0-9])(?P<tail>.*)"
)
_SANE = {"price": 50.0, "area": 10.0}


def sane(kind: str, reach: float) -> float:
    """Return the distance from the master's value beyond which an observation is erased.

    >>> sane("price", 40), sane("area", 0.02)
    (2000.0, 0.2)
    """
    return reach * _SANE.get(kind, 50.0)


def decimals(cells: Iterable[str]) -> int:
    """Return the decimal places that a column is written with.

    >>> decimals(["89.62", "101", "76.5"])
    2
    """
    parts = (c.strip().rpartition(".") for c in cells if c)
    return max((len(t) for h, dot, t in parts if dot and t.isdigit()), default=0)


def numbers(cells: Sequence[str], *, clock: bool = False) -> Reals:
    """Return the amounts of cells (seconds of the day for times), NaN where there is none."""
    read = canonical.clock if clock else canonical.number
    found = [read(cell) if cell else None for cell in cells]
    return np.array([np.nan if v is None else v for v in found], dtype=np.float64)


def marked(
    cells: Sequence[str],
    symbols: Bits,
    reach: Reals,
    *,
    places: int,
    largest: float,
    clock: bool = False,
) -> list[str]:
    """Return the cells with their numbers shifted; `reach` is a_r·d, `largest` is d.

    >>> marked(["1280000", "无"], np.array([True, True]), np.array([30.4, 30.4]), places=0, largest=40)
    ['1280030', '无']
    """
    values = numbers(cells, clock=clock)
    shift = np.where(symbols, reach, -reach)
    moved = np.round(values + shift, places)
    bad = (
        ~(np.abs(moved - values) <= largest * (1 + 1e-9))
        | (moved <= 0)
        | (clock & (moved >= 86400))
    )
    good: NDArray[np.bool_] = ~(bad | np.isnan(values))
    write = _clocked if clock else _written
    texts = (np.nan_to_num(moved).astype(np.int64) if clock else moved).tolist()
    return [
        write(cell, new, places) if fine else cell
        for cell, new, fine in zip(cells, texts, good.tolist(), strict=True)
    ]


def _written(cell: str, value: float, places: int) -> str:
    if cell.isdigit() and not places:
        return str(int(value))
    found = _PLAIN.fullmatch(cell)
    if found is None:
        return cell
    comma = "," if "," in found["n"] else ""
    return f"{found['head']}{value:{comma}.{places}f}{found['tail']}"


def _clocked(cell: str, second: int, _places: int) -> str:
    found = _CLOCK.fullmatch(cell)
    if found is None:
        return cell
    text = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    return f"{found['head']}{text}{found['tail']}"


def shifts(cells: Sequence[str], master: Sequence[str], *, clock: bool = False) -> Reals:
    """Return the observed shift of each cell from the master's value, NaN where there is none."""
    found: Reals = numbers(cells, clock=clock) - numbers(master, clock=clock)
    return found
