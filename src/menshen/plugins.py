"""Plug-ins: what other packages add by entry points, under the same protocols as what ships.

A package declares, say,

```toml
[project.entry-points."menshen.detectors"]
library_card = "acme_cards:DETECTOR"
```

The groups are `menshen.detectors` and `menshen.formats`; what stands there must satisfy
`menshen.model.Detector` or `menshen.model.Format`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from menshen.errors import UsageError

__all__ = ["DETECTORS", "FORMATS", "plugged"]

DETECTORS = "menshen.detectors"
FORMATS = "menshen.formats"
_NEEDED: dict[str, Sequence[str]] = {
    DETECTORS: ("id", "types", "patterns", "judge"),
    FORMATS: ("id", "claims", "read"),
}


@cache
def plugged(group: str, taken: frozenset[str]) -> tuple[Any, ...]:
    """Return the objects of a group, by the names of their entry points.

    `taken` are the ids that ship, which a plug-in must not have. Raises `UsageError` that names
    the plug-in for one that can't be loaded, lacks a part, or has an id that is taken.

    >>> plugged("menshen.detectors", frozenset({"mobile"}))
    ()
    """
    known = set(taken)
    found: list[Any] = []
    for entry in sorted(entry_points(group=group), key=lambda e: e.name):
        where = f"plug-in {entry.name!r} of {group}"
        try:
            thing = entry.load()
        except Exception as error:  # noqa: BLE001 - whatever a stranger's module raises
            kind = type(error).__name__
            raise UsageError(f"{where} cannot be loaded ({kind}); update or uninstall it") from None
        lacking = [part for part in _NEEDED[group] if not hasattr(thing, part)]
        if lacking:
            raise UsageError(f"{where} lacks {', '.join(lacking)}; update or uninstall it")
        if thing.id in known:
            raise UsageError(
                f"{where} has an id that is taken: {thing.id!r}; rename or uninstall it"
            )
        known.add(thing.id)
        found.append(thing)
    return tuple(found)
