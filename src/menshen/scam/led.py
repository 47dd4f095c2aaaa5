r"""Expressions that first look at one character: what a match can begin with.

Most characters of a message begin nothing, yet an expression of many branches tries each branch at each of
them. `led` reads from an expression which characters its matches can begin with and puts that before it, so
that the same matches are found in a fraction of the time.

>>> led("(?:转|打)?(?:账|款)|[0-9]+元")
'(?=[0-9打款账转])(?:(?:转|打)?(?:账|款)|[0-9]+元)'
>>> led(".x"), led("a?")
('.x', 'a?')
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["led"]

_OPTIONAL = ("?", "*", "{0,", "{,", "{0}")
_MANY = frozenset("swSWDbBAZ")
"""Escapes that stand for more characters than are worth naming, or for none."""


def led(regex: str) -> str:
    """Return an expression that begins with a look at what its matches begin with.

    It matches the same. One that can begin with anything, or match nothing at all, is returned as it is;
    so is one with what is not read here (back references, inline flags).
    """
    first = _of_branches(regex)
    if first is None:
        return regex
    return f"(?=[{''.join(sorted(first))}])(?:{regex})"


_Set = set[str] | None
"""Parts of a character class; None is anything."""


def _of_branches(regex: str) -> _Set:
    """Return what the matches of alternatives begin with."""
    found: set[str] = set()
    for branch in _branches(regex):
        first, empty = _of_branch(branch)
        if first is None or empty:
            return None
        found |= first
    return found


def _of_branch(branch: str) -> tuple[_Set, bool]:
    """Return what the matches of a branch begin with, and whether it can match nothing."""
    found: set[str] = set()
    for atom, optional in _atoms(branch):
        first, empty = _of_atom(atom)
        if first is None:
            return None, False
        found |= first
        if not (optional or empty):
            return found, False
    return found, True


def _of_atom(atom: str) -> tuple[_Set, bool]:
    if atom.startswith("("):
        return _of_group(atom)
    if atom in {"^", "$"}:
        return set(), True
    if atom == "." or atom.startswith("[^"):
        return None, False
    if atom.startswith("["):
        return (None, False) if "\\" in atom else ({atom[1:-1]}, False)
    if atom.startswith("\\"):
        return ({"0-9"}, False) if atom == "\\d" else (None if atom[1] in _MANY else {atom}, False)
    return {atom if atom.isalnum() else "\\" + atom}, False


def _of_group(atom: str) -> tuple[_Set, bool]:
    """Return what the matches of a group begin with; what only looks around takes nothing."""
    if atom.startswith(("(?=", "(?!", "(?<=", "(?<!")):
        return set(), True
    inner = atom[1:-1].removeprefix("?:")
    if inner.startswith("?P<"):
        inner = inner[inner.index(">") + 1 :]
    if inner.startswith("?"):
        return None, False
    whole: set[str] = set()
    nothing = False
    for branch in _branches(inner):
        first, empty = _of_branch(branch)
        if first is None:
            return None, False
        whole |= first
        nothing = nothing or empty
    return whole, nothing


def _atoms(branch: str) -> Iterator[tuple[str, bool]]:
    """Yield the atoms of a branch and whether each may be left out."""
    at = 0
    while at < len(branch):
        end = _end(branch, at)
        optional = branch.startswith(_OPTIONAL, end)
        atom, at = branch[at:end], end
        if branch[at : at + 1] == "{":
            at = branch.index("}", at) + 1
        elif branch[at : at + 1] and branch[at] in "?*+":
            at += 1
        if branch[at : at + 1] and branch[at] in "?+":
            at += 1
        yield atom, optional


def _branches(regex: str) -> Iterator[str]:
    at = start = 0
    while at < len(regex):
        if regex[at] == "|":
            yield regex[start:at]
            at = start = at + 1
        else:
            at = _end(regex, at)
    yield regex[start:]


def _end(regex: str, at: int) -> int:
    """Return where the atom that begins at `at` ends."""
    if regex[at] == "\\":
        return at + 2
    if regex[at] == "[":
        close = regex.index("]", at + 2)
        while regex[close - 1] == "\\":
            close = regex.index("]", close + 1)
        return close + 1
    if regex[at] != "(":
        return at + 1
    at += 1
    while regex[at] != ")":
        at = _end(regex, at)
    return at + 1
