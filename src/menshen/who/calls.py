"""Contacts as they are written down: `calls.toml`, read and checked.

```toml
population = 5000                 # people among whom the victims were chosen, if known
silent = ["p31", "p32"]           # people of the same population whom nobody called

[[call]]                          # a call, message or letter
victim = "me"                     # any name; it is never printed
when = 2025-03-10T09:30:00        # a date or a time; Beijing time when no zone is given
knew = ["person_name", "户型图"]   # ids or Chinese names of kinds; left out: read from `said`
said = "..."                      # the words, as far as remembered
from = "某中介"                    # who they claimed to be
number = "..."                    # the number or account they used
alias = "..."                     # the name or e-mail tag by which they addressed the victim

[[gave]]                          # what a victim gave to whom; see `menshen given`
victim = "me"
to = "某楼盘售楼处"
holder = "holder.developer"       # a kind of holder of the catalogue, if known
what = ["person_name", "house_unit"]
when = 2025-03-01
alias = "..."

[[holder]]                        # an organisation with its rows, if an investigation has them
id = "partner A"
columns = ["person_name", "mobile_number"]
rows = ["me", "p2", "p3"]
since = 2025-02-01                # when it got them
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

from menshen import taxonomy
from menshen.errors import UsageError
from menshen.harm.known import kind

__all__ = ["BEIJING", "Call", "Calls", "Gave", "Rows", "load", "moment", "parsed"]

BEIJING = timezone(timedelta(hours=8), "UTC+8")
"""The zone of times that say none."""
_MOST = 100_000
_LARGEST = 64 << 20
_CALL = frozenset(("victim", "when", "knew", "said", "from", "number", "alias"))
_GAVE = frozenset(("victim", "to", "holder", "what", "when", "alias", "tag", "note"))
_HOLDER = frozenset(("id", "kind", "columns", "rows", "since", "until"))
_TOP = frozenset(("call", "gave", "holder", "population", "silent"))
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Call:
    """A contact: whom it reached, when, which kinds of information the caller knew.

    `claimed` is who the caller said to be, `alias` how he addressed the victim. What tells people
    apart, and what was said, never shows in the `repr`.
    """

    victim: str = field(repr=False)
    when: datetime
    knew: frozenset[str]
    said: str = field(default="", repr=False)
    claimed: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    alias: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Gave:
    """What a victim gave to an organisation, when, and under which alias or e-mail tag."""

    victim: str = field(repr=False)
    to: str
    holder: str | None
    what: frozenset[str]
    when: datetime | None
    alias: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """An organisation and the people whose rows it holds, with which columns, from when to when.

    Without `rows` it may hold anybody's.
    """

    id: str
    kind: str | None
    columns: frozenset[str]
    rows: frozenset[str] | None = field(default=None, repr=False)
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Calls:
    """All that was written down."""

    calls: tuple[Call, ...]
    gave: tuple[Gave, ...] = ()
    holders: tuple[Rows, ...] = ()
    population: int | None = None
    silent: frozenset[str] = field(default_factory=frozenset, repr=False)


def load(path: str | Path) -> Calls:
    """Read a file of calls; raises `UsageError` naming file and entry for whatever is wrong."""
    place = Path(path)
    try:
        if place.stat().st_size > _LARGEST:
            raise UsageError(f"{place}: the file is larger than {_LARGEST >> 20} MB; split it")
        raw = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise UsageError(f"{place}: the file cannot be read: {reason}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{place}: the file is not UTF-8; save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        # The message of the parser may quote the file: only its position is passed on.
        where = str(error).rpartition("(")[2].rstrip(")")
        raise UsageError(f"{place}: the file is not TOML ({where})") from None
    return parsed(raw, str(place))


def parsed(raw: Mapping[str, Any], name: str = "calls") -> Calls:
    """Return calls from the plain values of a TOML file, checked.

    >>> from datetime import date
    >>> entry = {"victim": "me", "when": date(2025, 3, 10), "knew": ["户型图/面积"]}
    >>> parsed({"call": [entry]}).calls[0].knew
    frozenset({'house_layout'})
    """
    _known_keys(raw, _TOP, name)
    calls = _entries(raw, "call", name, _call)
    if not calls:
        raise UsageError(f"{name}: there is no [[call]]; «menshen who --form» prints an empty file")
    population = raw.get("population")
    if population is not None and (not isinstance(population, int) or population < 1):
        raise UsageError(f"{name}: population is a number of people, from 1 on")
    return Calls(
        calls,
        _entries(raw, "gave", name, gave),
        _entries(raw, "holder", name, _rows),
        population,
        frozenset(_strings(raw, "silent", name)),
    )


def moment(value: object, place: str) -> datetime:
    """Return a date or time, also as ISO text, with its zone; raises `UsageError` for others.

    >>> moment("2025-03-10", "here").isoformat()
    '2025-03-10T00:00:00+08:00'
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise UsageError(f"{place}: when is no date such as 2025-03-10") from None
    if isinstance(value, datetime):
        zoned = value if value.tzinfo is not None else value.replace(tzinfo=BEIJING)
        try:
            return zoned.astimezone(UTC).astimezone(BEIJING)
        except OverflowError:
            raise UsageError(f"{place}: when is outside of what a calendar holds") from None
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=BEIJING)
    raise UsageError(f"{place}: when is no date such as 2025-03-10")


def gave(raw: Mapping[str, Any], place: str) -> Gave:
    """Return one entry of what was given, checked."""
    _known_keys(raw, _GAVE, place)
    holder = _text(raw, "holder", place) or None
    if holder is not None:
        holder = _holder(holder, place)
    what = _kinds(raw, "what", place)
    if not what and holder is None:
        raise UsageError(f"{place}: say what was given, or the kind of holder")
    when = moment(raw["when"], place) if "when" in raw else None
    alias = _text(raw, "alias", place) or _text(raw, "tag", place)
    return Gave(
        _text(raw, "victim", place) or "me", _needed(raw, "to", place), holder, what, when, alias
    )


def _call(raw: Mapping[str, Any], place: str) -> Call:
    _known_keys(raw, _CALL, place)
    said = _text(raw, "said", place)
    knew = _kinds(raw, "knew", place) if "knew" in raw else _read_from(said)
    return Call(
        _needed(raw, "victim", place),
        moment(raw.get("when"), place),
        knew,
        said,
        _text(raw, "from", place),
        _text(raw, "number", place),
        _text(raw, "alias", place),
    )


def _read_from(said: str) -> frozenset[str]:
    """Return the kinds of information that the caller's own words show."""
    if not said:
        return frozenset()
    from menshen.detectors import find
    from menshen.model import Block

    return frozenset(finding.type.id for finding in find(Block("said", 0, said)))


def _rows(raw: Mapping[str, Any], place: str) -> Rows:
    _known_keys(raw, _HOLDER, place)
    kind_ = _text(raw, "kind", place) or None
    columns = _kinds(raw, "columns", place)
    if not columns:
        raise UsageError(f"{place}: say which columns the holder has")
    return Rows(
        _needed(raw, "id", place),
        _holder(kind_, place) if kind_ is not None else None,
        columns,
        frozenset(_strings(raw, "rows", place)) if "rows" in raw else None,
        moment(raw["since"], place) if "since" in raw else None,
        moment(raw["until"], place) if "until" in raw else None,
    )


def _entries(
    raw: Mapping[str, Any], key: str, name: str, made: Callable[[Mapping[str, Any], str], _Made]
) -> tuple[_Made, ...]:
    entries = raw.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise UsageError(f"{name}: write each {key} as [[{key}]]")
    if len(entries) > _MOST:
        raise UsageError(f"{name}: more than {_MOST} entries of [[{key}]]; split the file")
    return tuple(made(entry, f"{name}: {key} {n}") for n, entry in enumerate(entries, 1))


def _known_keys(raw: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    for key in raw:
        if key not in known:
            raise UsageError(
                f"{place}: unknown key {key[:40]!r}; there is {', '.join(sorted(known))}"
            )


def _text(raw: Mapping[str, Any], key: str, place: str) -> str:
    value = raw.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f"{place}: {key} is text in quotes")
    return value.strip()


def _needed(raw: Mapping[str, Any], key: str, place: str) -> str:
    value = _text(raw, key, place)
    if not value:
        raise UsageError(f"{place}: {key} is missing")
    return value


def _strings(raw: Mapping[str, Any], key: str, place: str) -> Sequence[str]:
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f"{place}: {key} is a list of texts")
    return value


def _kinds(raw: Mapping[str, Any], key: str, place: str) -> frozenset[str]:
    try:
        return frozenset(kind(name) for name in _strings(raw, key, place))
    except UsageError as error:
        raise UsageError(f"{place}: {str(error).removeprefix(f'{place}: ')}") from None


def _holder(name: str, place: str) -> str:
    for holder in taxonomy.holders():
        if name in {holder.id, holder.id.removeprefix("holder."), holder.zh}:
            return holder.id
    names = ", ".join(h.id for h in taxonomy.holders())
    raise UsageError(f"{place}: unknown kind of holder: {name[:60]!r}; there are {names}")
