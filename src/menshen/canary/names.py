"""Names for people who do not exist, as the table at hand would have more of.

Surnames are drawn as often as the table has them. How often a given name occurs in the table is
itself a tell (somebody whose given name is always shared with others stands out where most are
alone with theirs), so as many made-up given names are new as real ones occur once, and the others
are drawn so that, the canary counted, they occur as often as real ones do. A new given name takes
its two characters from real ones three steps apart, which keeps sex and generation together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from menshen.facts import surnames

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Names", "split"]

_TRIES = 50


def split(name: str) -> tuple[str, str]:
    """Return surname and given name.

    >>> split("欧阳娜"), split("王建国")
    (('欧阳', '娜'), ('王', '建国'))
    """
    known = surnames()
    if len(name) > 2 and name[:2] in known:
        return name[:2], name[2:]
    return name[:1], name[1:]


class Names:
    """Draws names like those of a table.

    >>> import numpy as np
    >>> names = Names(["王建国", "李建军", "王国军", "张国庆"])
    >>> len(names.draw(np.random.default_rng(1)))
    3
    """

    def __init__(self, names: Iterable[str]) -> None:
        pairs = [split(name) for name in names]
        self._surnames = [surname for surname, _ in pairs]
        self._counts = Counter(given for _, given in pairs)
        self._drawn = list(self._counts.elements())
        self._of_count: defaultdict[int, list[str]] = defaultdict(list)
        for given, count in self._counts.items():
            self._of_count[count].append(given)
        self._second: defaultdict[str, list[str]] = defaultdict(list)
        self._first: defaultdict[str, list[str]] = defaultdict(list)
        for given in self._of_count[1]:
            if len(given) == 2:
                self._second[given[0]].append(given[1])
                self._first[given[1]].append(given[0])

    def __bool__(self) -> bool:
        return bool(self._drawn)

    def draw(self, rng: np.random.Generator) -> str:
        """Return a name."""
        surname = self._surnames[int(rng.integers(len(self._surnames)))]
        given = self._drawn[int(rng.integers(len(self._drawn)))]
        count = self._counts[given]
        if count == 1:
            return surname + self._new(given, rng)
        alike = self._of_count.get(count - 1) or [given]
        return surname + alike[int(rng.integers(len(alike)))]

    def _new(self, given: str, rng: np.random.Generator) -> str:
        """Return a given name that nobody in the table has, near to one that somebody has."""
        if len(given) != 2:
            return given
        for _ in range(_TRIES):
            first_too = _one(self._first[given[1]], rng)
            found = given[0] + _one(self._second[first_too], rng)
            if found not in self._counts:
                return found
            given = first_too + found[1]
        start = self._of_count[1][int(rng.integers(len(self._of_count[1])))]
        return start if len(start) != 2 else given[0] + start[1]


def _one(of: list[str], rng: np.random.Generator) -> str:
    return of[int(rng.integers(len(of)))]
