"""Titles behind names: where a name ends before one, and surnames that are said with one alone.

A title may be cut by whoever took the name before it for longer: 江总 of 江总书记. What is left of a
name without its title may be a surname alone (张先生, 王姐, 朱老; docs/decisions/0076-surnames-with-a-title.md).
"""

from __future__ import annotations

from menshen import facts
from menshen.engines import names
from menshen.late import late

__all__ = ["BEHIND", "addressed", "behind", "without"]

_TITLES = frozenset(facts.name_words("title"))
_LONGEST = max(map(len, _TITLES))
BEHIND = late(
    f"(?:{'|'.join(sorted(_TITLES, key=lambda w: (-len(w), w)))})(?![{names.HAN}]?(?:路|街|镇|店|们))"
)
"""A title, matched where a name ends."""
_SHORT = frozenset("老总哥姐叔姨嫂婶爷奶妈工董局处")
"""Titles of one character, which stand behind a surname alone."""


def without(text: str, start: int, end: int) -> int:
    """Return where the name in `text[start:end]` ends before the title that it ends with or runs into.

    Of a surname with a title of one character only the surname is left.

    >>> without("李明主任", 0, 4), without("江总书记说", 0, 2), without("王姐在家", 0, 2), without("李明", 0, 2)
    (2, 1, 1, 2)
    """
    for at in range(start + 1, end):
        for stop in range(end, min(at + _LONGEST, len(text)) + 1):
            if text[at:stop] in _TITLES and (stop == end or at == start + 1):
                return at
    only = names.surname(text[start:end])
    if end - start == len(only) + 1 and text[end - 1] in _SHORT:
        return end - 1
    return end


def addressed(text: str, start: int, end: int) -> bool:
    """Say whether a stretch is a surname alone, with a title behind it.

    >>> addressed("张先生好", 0, 1), addressed("张家好", 0, 1), addressed("门卫老赵", 1, 2)
    (True, False, False)
    """
    known = start < end and text[start:end] == names.surname(text[start:end])
    longer = text[max(0, start - 1) : end]
    return known and behind(text, end) > end and longer not in facts.occupations()


def behind(text: str, end: int) -> int:
    """Return where the title ends that stands behind a name that ends at `end`; `end` without one.

    >>> behind("张先生好", 1), behind("王姐好", 1), behind("张家好", 1)
    (3, 2, 1)
    """
    title = BEHIND.match(text, end)
    if title is not None:
        return title.end()
    return end + (text[end : end + 1] in _SHORT)
