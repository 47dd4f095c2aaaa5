"""N, nulls: an optional cell of low value is left blank for some recipients.

Symbol 1 blanks a cell that is not empty in the master. The bias is small, so few cells go missing.
Blanks survive normalising and, mostly, retyping; merging copies fills them (a union erases them).
"""

from __future__ import annotations

from collections.abc import Sequence

from menshen.marks.code import Bits

__all__ = ["blanked", "is_blank"]

_EMPTY = frozenset(("", "-", "--", "/", "无", "空", "null", "none", "nan", "n/a"))


def is_blank(cell: str) -> bool:
    """Say whether a cell holds nothing, in one of the usual ways.

    >>> is_blank(" "), is_blank("NULL"), is_blank("朝南")
    (True, True, False)
    """
    return cell.strip().lower() in _EMPTY


def blanked(cells: Sequence[str], symbols: Bits) -> list[str]:
    """Return the cells with those of symbol 1 left blank."""
    return ["" if bit else cell for cell, bit in zip(cells, symbols.tolist(), strict=True)]
