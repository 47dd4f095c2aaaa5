"""The collector of reference cycles, run seldom while much is searched (docs/decisions/0045).

The findings of a dense text are many objects in no cycle, and walking them again and again took a
fifth of the time.
"""

from __future__ import annotations

import gc
from threading import Lock

__all__ = ["SELDOM"]

_OBJECTS = 200_000
"""So many new objects wait before the collector runs."""


class _Seldom:
    """Lets the collector run once in `_OBJECTS` objects while it is entered.

    The last of several that have entered it puts back what was; it is never made to run more
    often, and one that is off stays off.

    >>> with SELDOM:
    ...     gc.get_threshold()[0] >= 50_000
    True
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._before = gc.get_threshold()

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._before = first, *rest = gc.get_threshold()
                gc.set_threshold(max(first, _OBJECTS) if first else 0, *rest)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                gc.set_threshold(*self._before)


SELDOM = _Seldom()
"""The one of the process."""
