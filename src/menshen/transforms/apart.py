"""Stand-ins kept apart: no two values of a run, or of a vault, get the same one.

What stands for what is known by digests only, and beyond a bound it lies on disk. A value whose
stand-in is another one's already is drawn for again; how often is remembered with the value as it
is written, so that it gets the same stand-in wherever it stands.
"""

from __future__ import annotations

from menshen.digests import Digests, digest
from menshen.text import compact, fold_width

__all__ = ["Apart"]


class Apart:
    """Says whose a stand-in is.

    >>> apart = Apart()
    >>> [apart.take("张三", "", "王五"), apart.take("李四", "", "王五"), apart.take("张三", "", "王五")]
    [True, False, True]
    """

    def __init__(self) -> None:
        self._owners = Digests()
        self._again = Digests()

    def __repr__(self) -> str:
        return f"Apart({len(self._owners)})"

    def again(self, written: str) -> int:
        """Return how often was drawn again for a value as it is written."""
        return self._again.get(digest(written)) or 0

    def take(self, written: str, normal: str, standin: str, again: int = 0) -> bool:
        """Let a stand-in be a value's; return False where it is another one's."""
        owner = digest("value", normal or written) >> 1
        key = digest("standin", compact(fold_width(standin)))
        held = self._owners.get(key)
        if held is None:
            self._owners.add(key, owner)
        elif held != owner:
            return False
        if again:
            self._again.add(digest(written), again)
        return True
