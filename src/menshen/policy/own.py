"""What a user adds to what is looked for: lists of words, and patterns, each for one kind.

```toml
[[own]]
name = "library_card"            # what findings give as their detector
type = "certificate_no"          # the kind of the catalogue it stands for
pattern = "LC[0-9]{8}"           # or words = [...], or file = "list.txt" with a word a line
labels = ["借书证", "card_no"]    # what may stand before it, or over its column
score = 0.3                      # how sure a match is with nothing else to say so; 0.9 if left out
```
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

__all__ = ["Own", "unbounded", "unsafe"]

_LONGEST_PATTERN = 200
_WORK = 4096
"""The most ways a pattern may be tried in at one position."""


@dataclass(frozen=True, slots=True)
class Own:
    """A user's own words or pattern for a kind.

    `name` is what findings give as their detector, `type` a taxonomy id. `score` is the
    probability of a match with nothing else to say so; one of `labels` before it, or over its
    column, raises that. The group `v` of `pattern`, if any, is the value.
    """

    name: str
    type: str
    words: frozenset[str] = field(default=frozenset(), repr=False)
    pattern: str = field(default="", repr=False)
    labels: tuple[str, ...] = ()
    score: float = 0.9


def unsafe(pattern: str) -> str | None:
    """Return why a regular expression is refused, or None when it cannot run away."""
    if len(pattern) > _LONGEST_PATTERN:
        return f"longer than {_LONGEST_PATTERN} characters"
    try:
        re.compile(pattern)
        tree = import_module("re._parser").parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"not a regular expression ({error})"
    if _runs_away(tree, repeated=False):
        return "a repeat inside a repeat may take for ever; write it without nesting"
    return None


def _runs_away(tree: Any, *, repeated: bool) -> bool:
    """Say whether a repeat or an alternative stands inside a repeat, or a back reference anywhere."""
    for operator, argument in tree:
        name = str(operator)
        if name.startswith("GROUPREF") or (name == "BRANCH" and repeated):
            return True
        inside = repeated
        if name.endswith("REPEAT"):
            low, high, _ = argument
            if repeated and low != high and high > 1:
                return True
            inside = repeated or high > 1
        if any(_runs_away(part, repeated=inside) for part in _parts(argument)):
            return True
    return False


def _parts(argument: Any) -> Iterator[Any]:
    """Yield the sub-patterns of a parsed regular expression's argument."""
    if hasattr(argument, "getwidth"):
        yield argument
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _parts(part)


def unbounded(pattern: str) -> str | None:
    """Return why a pattern may not be searched for in whole texts, or None when it may.

    What is safe to try on one short value is not yet so in a text of any length: every repeat must
    have an end, and the ways to try it at one position must be few, so that cost stays linear.

    >>> unbounded("LC[0-9]{8}"), unbounded("LC[0-9]+x")
    (None, 'a repeat needs an end, such as {1,20} for +')
    """
    problem = unsafe(pattern)
    if problem:
        return problem
    tree = import_module("re._parser").parse(pattern)
    if tree.getwidth()[0] < 1:
        return "must not match nothing"
    ways = _ways(tree)
    if ways == 0:
        return "a repeat needs an end, such as {1,20} for +"
    return None if ways <= _WORK else "its repeats can be tried in too many ways; make them shorter"


def _ways(tree: Any) -> int:
    """Return in how many ways the repeats of a pattern can be tried together; 0 for no end."""
    ways = 1
    for operator, argument in tree:
        name = str(operator)
        if name.endswith("REPEAT"):
            low, high, _ = argument
            if high > _WORK:
                return 0
            ways *= high - low + 1
        inner = [_ways(part) for part in _parts(argument)]
        if 0 in inner:
            return 0
        ways *= sum(inner) if name == "BRANCH" else math.prod(inner)
    return ways
