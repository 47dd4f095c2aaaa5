"""Reads a policy file; every complaint names the file, the line and the key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path as Files
from typing import Any

from menshen import taxonomy
from menshen.errors import PolicyError, UsageError
from menshen.policy import AIMS, Scope
from menshen.policy.own import Own, unbounded, unsafe
from menshen.policy.redaction import CRYPTO, FALLBACKS, REGIONS, STYLES, Redaction
from menshen.text import fold_width

__all__ = ["fields"]

_KEYS: dict[str, tuple[str, ...]] = {
    "": ("find", "thresholds", "allow", "deny", "own", "scope", "redact"),
    "find": ("types", "exclude", "min_score", "models"),
    "allow": ("values", "patterns"),
    "deny": ("values", "type"),
    "own": ("name", "type", "words", "file", "pattern", "labels", "score"),
    "scope": ("paths", "types", "exclude", "min_score", "thresholds"),
    "redact": ("style", "fallback", "crypto", "region", "styles"),
}
_NAME = re.compile("[a-z][a-z0-9_]{1,39}")
_SHORTEST = 2

Path = tuple[str | int, ...]
"""The way to a key: names of tables and keys, numbers of list items."""


def fields(name: str, text: str) -> dict[str, Any]:
    """Return the arguments of a `Policy`; `name` stands for the file in messages."""
    return _Reader(name, text).policy()


class _Reader:
    """Turns TOML into the fields of a policy; every complaint names file, line and key."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._lines = text.splitlines()
        try:
            self._data = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise PolicyError(f"{name}: not valid TOML: {error}") from None

    def policy(self) -> dict[str, Any]:
        """Return the keyword arguments of a `Policy`."""
        data = self._table(self._data, ())
        find = self._table(data.get("find", {}), ("find",))
        allow = self._table(data.get("allow", {}), ("allow",))
        score = self._score(find, ("find", "min_score"))
        return {
            "types": self._types(find, ("find",)),
            "min_score": 0.5 if score is None else score,
            "thresholds": self._thresholds(data.get("thresholds", {}), ("thresholds",)),
            "allow_values": frozenset(self._texts(allow, ("allow", "values"))),
            "allow_patterns": tuple(self._patterns(allow)),
            "denied": dict(self._denied(data.get("deny", []))),
            "own": tuple(self._own(data.get("own", []))),
            "scopes": tuple(self._scopes(data.get("scope", []))),
            "models": self._flag(find, ("find", "models"), default=True),
            "redact": self._redaction(data.get("redact", {})),
        }

    def _redaction(self, given: object) -> Redaction:
        table, way = self._table(given, ("redact",)), Redaction()
        styles = table.get("styles", {})
        if not isinstance(styles, dict):
            raise self._error(("redact", "styles"), "must be a table of types and styles")
        return Redaction(
            self._one_of(table.get("style", way.style), STYLES, ("redact", "style")),
            self._one_of(table.get("fallback", way.fallback), FALLBACKS, ("redact", "fallback")),
            self._one_of(table.get("crypto", way.crypto), CRYPTO, ("redact", "crypto")),
            self._one_of(table.get("region", way.region), REGIONS, ("redact", "region")),
            {
                self._type(name, ("redact", "styles", name)): self._one_of(
                    style, STYLES, ("redact", "styles", name)
                )
                for name, style in styles.items()
            },
        )

    def _one_of(self, value: object, known: Sequence[str], path: Path) -> str:
        if not isinstance(value, str) or value not in known:
            raise self._error(path, f"must be one of {', '.join(known)}")
        return value

    def _flag(self, table: Mapping[str, Any], path: Path, *, default: bool) -> bool:
        value = table.get(str(path[-1]), default)
        if not isinstance(value, bool):
            raise self._error(path, "must be true or false")
        return value

    def _scopes(self, scopes: object) -> Iterator[Scope]:
        for path, table in self._tables(scopes, "scope"):
            paths = tuple(self._texts(table, (*path, "paths")))
            if not paths:
                raise self._error(path, 'needs paths, such as paths = ["logs/**"]')
            yield Scope(
                paths,
                self._types(table, path),
                self._score(table, (*path, "min_score")),
                self._thresholds(table.get("thresholds", {}), (*path, "thresholds")),
            )

    def _denied(self, tables: object) -> Iterator[tuple[str, str]]:
        listed = [tables] if isinstance(tables, dict) else tables
        for path, table in self._tables(listed, "deny"):
            type_id = self._type(table.get("type", "work_secret"), (*path, "type"))
            for word in self._texts(table, (*path, "values")):
                yield word, type_id

    def _own(self, tables: object) -> Iterator[Own]:
        named: set[str] = set()
        for path, table in self._tables(tables, "own"):
            name = table.get("name")
            if not isinstance(name, str) or not _NAME.fullmatch(name) or name in named:
                raise self._error(
                    (*path, "name"), "must be a name of its own: small letters, digits and _"
                )
            named.add(name)
            words = frozenset(map(fold_width, self._words(table, path)))
            pattern = self._pattern(table, (*path, "pattern"))
            if bool(words) == bool(pattern):
                raise self._error(path, "needs words, a file of words, or a pattern, one of them")
            labels = tuple(self._texts(table, (*path, "labels")))
            score = self._score(table, (*path, "score"))
            kind = self._type(table.get("type"), (*path, "type"))
            yield Own(name, kind, words, pattern, labels, 0.9 if score is None else score)

    def _words(self, table: Mapping[str, Any], path: Path) -> list[str]:
        """Return the words of an entry, from the policy and from its file, one a line there."""
        words = self._texts(table, (*path, "words"))
        if "file" in table:
            at = (*path, "file")
            if not isinstance(table["file"], str):
                raise self._error(at, "must be the name of a file with a word a line")
            listed = Files(self._name).parent / table["file"]
            try:
                lines = listed.read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                reason = getattr(error, "strerror", None) or "not UTF-8"
                raise self._error(at, f"the list of words cannot be read ({reason})") from None
            words = [*words, *(line.strip() for line in lines if line.strip())]
        if any(len(word) < _SHORTEST for word in words):
            raise self._error(path, "a word of a list needs two characters or more")
        return words

    def _pattern(self, table: Mapping[str, Any], path: Path) -> str:
        pattern = table.get("pattern", "")
        if not isinstance(pattern, str):
            raise self._error(path, "must be a regular expression")
        problem = unbounded(pattern) if pattern else None
        if problem:
            raise self._error(path, problem)
        return pattern

    def _patterns(self, allow: Mapping[str, Any]) -> Iterator[str]:
        for index, pattern in enumerate(self._texts(allow, ("allow", "patterns"))):
            problem = unsafe(pattern)
            if problem:
                raise self._error(("allow", "patterns", index), problem)
            yield pattern

    def _types(self, table: Mapping[str, Any], path: Path) -> frozenset[str] | None:
        kinds = {
            key: {self._type(name, (*path, key)) for name in self._texts(table, (*path, key))}
            for key in ("types", "exclude")
        }
        if "types" not in table and not kinds["exclude"]:
            return None
        chosen = (kinds["types"] if "types" in table else taxonomy.ids()) - kinds["exclude"]
        if not chosen:
            raise self._error((*path, "types"), "leaves no type; remove it to look for all")
        return frozenset(chosen)

    def _type(self, name: object, path: Path) -> str:
        if not isinstance(name, str):
            raise self._error(path, "must be the id of a type, as `menshen types` lists them")
        try:
            return taxonomy.get(name).id
        except UsageError as error:
            raise self._error(path, str(error)) from None

    def _thresholds(self, table: object, path: Path) -> dict[str, float]:
        if not isinstance(table, dict):
            raise self._error(path, "must be a table of types and scores")
        scores: dict[str, float] = {}
        for name in table:
            score = self._score(table, (*path, name))
            assert score is not None
            scores[self._type(name, (*path, name))] = score
        return scores

    def _score(self, table: Mapping[str, Any], path: Path) -> float | None:
        value = table.get(str(path[-1]))
        if value is None:
            return None
        if isinstance(value, str) and value in AIMS:
            return AIMS[value]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self._error(path, f"must be a number from 0 to 1, or {', '.join(AIMS)}")
        return float(value)

    def _texts(self, table: Mapping[str, Any], path: Path) -> list[str]:
        value = table.get(str(path[-1]), [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self._error(path, 'must be a list of texts, such as ["…"], none empty')
        return value

    def _tables(self, value: object, name: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        if not isinstance(value, list):
            raise self._error((name,), f"must be written as [[{name}]]")
        for index, table in enumerate(value):
            yield (name, index), self._table(table, (name, index))

    def _table(self, value: object, path: Path) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._error(path, "must be a table")
        known = _KEYS[str(path[0]) if path else ""]
        for key in value:
            if key not in known:
                close = get_close_matches(key, known, 1) or known
                raise self._error((*path, key), f"unknown key; there is {', '.join(close)}")
        return value

    def _error(self, path: Sequence[str | int], problem: str) -> PolicyError:
        line = self._line(path)
        place = f"{self._name}:{line}" if line else self._name
        return PolicyError(f"{place}: {_key_path(path)}: {problem}")

    def _line(self, path: Sequence[str | int]) -> int | None:
        """Return the number of the line a key stands on, as far as a plain search can tell."""
        names = [p for p in path if isinstance(p, str)]
        nth = path[1] if len(path) > 1 and isinstance(path[1], int) and path[0] != "allow" else 0
        line = 0
        for seen, number in enumerate(self._found(rf"\s*\[+\s*{re.escape(names[0])}\s*\]")):
            line = number
            if seen == nth:
                break
        for key in names[1:] if line else names[-1:]:
            at = rf"(?:\s*|.*[{{,\s.])[\"']?{re.escape(key)}[\"']?\s*="
            line = next((n for n in self._found(at) if n >= line), line)
        return line or None

    def _found(self, regex: str) -> Iterator[int]:
        return (n for n, text in enumerate(self._lines, 1) if re.match(regex, text))


def _key_path(path: Sequence[str | int]) -> str:
    """Return a path as a reader counts it.

    >>> _key_path(("scope", 1, "paths"))
    'scope[1].paths'
    """
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.removeprefix(".")
