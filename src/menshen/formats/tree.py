"""Where one is in a JSON text: the path of keys and indices, followed token by token.

A `Path` can be copied and carried from block to block, so that no block needs the ones before it.
It looks only at brackets, commas and keys; numbers and words are passed over.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from menshen.model import Lines, Node, mask

__all__ = ["SKIM", "TOKEN", "Path", "State", "Tree", "rest_of_string", "stops_short"]

TOKEN = re.compile(
    r'"(?:[^"\\\n]++|\\.)*+("(?:[ \t\r\n]*+:)?)?'
    r"|[{}\[\],]"
    r"|[^\s\"{}\[\],:0-9+\-.aeflnrstuEINy]++"
)
"""A string (group 1: closed, and with a colon if it is a key), a mark, or what JSON cannot hold."""

_STRING = r'"(?:[^"\\\n]++|\\.)*+"'
_WORD = r"(?:[-+.0-9eE]++|true|false|null)"


def _flat(value: str) -> str:
    """Return the pattern of an object or list that holds nothing but such values."""
    value = rf"{value}[ \t\r\n]*+"
    member = rf"{_STRING}[ \t\r\n]*+:[ \t\r\n]*+{value}"
    return (
        rf"(?:\{{[ \t\r\n]*+(?:{member}(?:,[ \t\r\n]*+|(?=\}})))*+\}}"
        rf"|\[[ \t\r\n]*+(?:{value}(?:,[ \t\r\n]*+|(?=\])))*+\])"
    )


SKIM = re.compile(
    _flat(f"(?:{_STRING}|{_WORD}|{_flat(f'(?:{_STRING}|{_WORD})')})") + "|" + TOKEN.pattern
)
"""Like `TOKEN`, but small objects and lists are taken as a whole: four times as fast."""

_REST = re.compile(r'(?:[^"\\\n]++|\\.)*+(")?')
_DEPTH = 256
"""Deeper levels are counted but not named."""
_KEY = 80
_REVEALING = re.compile(r"\d{5}|@")


class Path:
    """The keys (str, None before the first) and indices (int) from the root to a position.

    `part` is the ordinal of the value at the top, for texts that hold several; `record` that of
    the object in the outermost list, or of the value at the top where there is no such list.
    `broken` is True once the text was found not to be JSON.
    """

    __slots__ = ("_deeper", "_list", "_member", "_used", "base", "broken", "keys", "part")

    def __init__(self, part: int = -1, base: int = 0) -> None:
        self.keys: list[str | int | None] = []
        self.part = part
        self.base = base
        self.broken = False
        self._used = base
        self._list = -1
        self._member = -1
        self._deeper = 0

    def copy(self) -> Path:
        """Return a path that can be followed on its own."""
        other = Path.__new__(Path)
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        other.keys = self.keys.copy()
        return other

    @property
    def depth(self) -> int:
        """Return how many brackets are open."""
        return len(self.keys) + self._deeper

    @property
    def record(self) -> int:
        """Return the ordinal of the record that holds the position."""
        if self.keys and isinstance(self.keys[0], int):
            return self.base + self.keys[0]
        return self.base if self._member < 0 else self._member

    def text(self) -> str:
        """Return the path as written in reports; keys that look like values are masked."""
        return "$" + "".join(_step(key) for key in self.keys if key is not None)

    def labels(self) -> tuple[str, ...]:
        """Return the keys, the innermost first."""
        return tuple(key for key in reversed(self.keys) if isinstance(key, str))

    def walk(self, text: str, at: int, end: int) -> bool:
        """Follow the tokens of `text[at:end]`; return whether `end` lies within a string."""
        return any(self.take(match) for match in TOKEN.finditer(text, at, end)) and not self.broken

    def take(self, match: re.Match[str]) -> bool:
        """Follow one token of `TOKEN` or `SKIM`; return whether it is a string without its end."""
        token = match[0]
        mark = token[0]
        if mark == '"':
            closing = match[1]
            if closing is None:
                self.broken |= stops_short(match.string, match.end(), match.endpos)
                return True
            if closing != '"':
                self._key(token[1 : -len(closing)])
        elif mark == ",":
            self._next()
        elif mark in "{[":
            if len(token) > 1 and mark == "[" and self._list < 0:
                return self.walk(token, 0, len(token))
            self._enter(None if mark == "{" else 0)
            if len(token) > 1:
                self._leave(token[-1])
        elif mark in "}]":
            self._leave(mark)
        else:
            self.broken = True
        return False

    def forget(self) -> None:
        """Go back to before the last key."""
        if self.keys and isinstance(self.keys[-1], str):
            self.keys[-1] = None

    def _key(self, raw: str) -> None:
        if self._deeper:
            return
        if not self.keys or isinstance(self.keys[-1], int):
            self.broken = True
        else:
            self.keys[-1] = raw if len(raw) <= _KEY and "\\" not in raw else _plain(raw)

    def _next(self) -> None:
        if self._deeper:
            return
        if not self.keys:
            self.broken = True
            return
        last = self.keys[-1]
        self.keys[-1] = last + 1 if isinstance(last, int) else None

    def _enter(self, first: int | None) -> None:
        if len(self.keys) >= _DEPTH:
            self._deeper += 1
            return
        if not self.keys:
            self.part += 1
            self.base = self._used
            self._used += first is None
        elif self._list == len(self.keys) - 1 and first is None:
            self._member = self._used
            self._used += 1
        self.keys.append(first)
        if first is not None and self._list < 0:
            self._list = len(self.keys) - 1

    def _leave(self, mark: str) -> None:
        if self._deeper:
            self._deeper -= 1
            return
        if not self.keys or isinstance(self.keys[-1], int) != (mark == "]"):
            self.broken = True
            return
        last = self.keys.pop()
        if len(self.keys) == self._list:
            self._list = -1
            if not self.keys and isinstance(last, int):
                self._used = self.base + last + 1
        elif len(self.keys) == self._list + 1:
            self._member = -1


class State(NamedTuple):
    """What holds where a block begins: the path, and where the first token of its own begins.

    `inside` says that `resume` lies within a string.
    """

    path: Path
    inside: bool = False
    resume: int = 0


def stops_short(text: str, at: int, end: int) -> bool:
    """Say whether a string that stops at `at` ends at a line's end, not at that of the text."""
    return at < end and (at + 1 < end or text[at] != "\\")


def rest_of_string(text: str, at: int, end: int) -> tuple[int, bool]:
    """Return where the string that `at` lies in ends, and whether it is closed there."""
    match = _REST.match(text, at, end)
    assert match is not None
    return match.end(), match[1] is not None


def _plain(raw: str) -> str:
    """Return a key without escapes and not too long."""
    raw = raw[: 6 * _KEY]
    try:
        return str(json.loads(f'"{raw}"'))[:_KEY]
    except ValueError:
        return raw[:_KEY]


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    if _REVEALING.search(key):
        key = mask(key)
    return f".{key}" if key.isidentifier() else f"[{json.dumps(key, ensure_ascii=False)}]"


class Tree:
    """The layout of a block of JSON; paths are followed only up to where they are asked for.

    `state` is what holds at the block's first character. With `line`, the number of the first
    line, every line is a value of its own (JSON lines).
    """

    __slots__ = ("_from", "_line", "_lines", "_next", "_path", "_state", "_text", "_until")

    def __init__(self, text: str, state: State, *, line: int | None = None) -> None:
        self._text = text
        self._state = state
        self._lines = None if line is None else Lines(text, 0, line)
        self._path = state.path
        self._line = -1
        self._from = self._until = self._next = 0

    @property
    def begins(self) -> int:
        """Return where the first token of the block's own begins: behind a string's rest."""
        if not self._state.inside:
            return self._state.resume
        return rest_of_string(self._text, self._state.resume, len(self._text))[0]

    def place(self, start: int, end: int) -> Node:  # noqa: ARG002 - the protocol's shape
        """Return the record's number and the path. Rising positions cost one walk together."""
        path = self._reach(start)
        part = max(path.part, 0) if self._lines is None else self._lines.record(start)
        return Node(str(part), path.text())

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the keys over a position, the innermost first."""
        return self._reach(start).labels()

    def record(self, start: int) -> int:
        """Return the number of the object in the outermost list, or of the line."""
        if self._lines is not None:
            return self._lines.record(start)
        return self._reach(start).record

    def _reach(self, start: int) -> Path:
        """Follow the path up to the token that holds `start`; it stays so until `_until`."""
        line = self._text.rfind("\n", 0, start) + 1 if self._lines is not None else 0
        if line != self._line or start < self._from:
            self._begin(line)
        if start < self._until:
            return self._path
        for match in TOKEN.finditer(self._text, self._next):
            if match.end() > start:
                self._from, self._until = self._next, match.end()
                return self._path
            self._path.take(match)
            self._next = match.end()
        self._from, self._until = self._next, len(self._text) + 1
        return self._path

    def _begin(self, line: int) -> None:
        self._line = self._from = self._next = self._until = line
        self._path = Path()
        if not line:
            self._path = self._state.path.copy()
            self._next = self._until = self._state.resume
            if self._state.inside:
                end, _ = rest_of_string(self._text, self._next, len(self._text))
                self._next = self._until = end
