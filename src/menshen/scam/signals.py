"""The signals of pitches: which words stand where, and whether they are meant as a demand.

`signals.toml` holds them as data. The words of all signals are looked up in one pass over a message, and only
a signal whose word stands in a sentence has its expression tried there, so that the cost follows what is
said and not how many signals there are.

>>> [(h.signal.id, h.stance) for h in hits("请把钱转到安全账户。") if h.signal.hard]
[('safe_account', 'asked')]
>>> [(h.signal.id, h.stance) for h in hits("我行不会要求您把钱转到安全账户。") if h.signal.hard]
[('safe_account', 'warned')]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import add
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

from menshen.errors import FactsError, UsageError
from menshen.late import late
from menshen.model import Span
from menshen.scam.led import led
from menshen.scam.plain import Plain, plain, sentences
from menshen.scam.stance import Frame, Stance

__all__ = ["Hit", "Kind", "Signal", "Stage", "get", "hits", "signals"]

Kind = Literal[
    "ask", "isolation", "pressure", "pretext", "trust", "bait", "evasion", "loss", "honest",
    "marketing", "topic", "pitch",
]  # fmt: skip
Stage = Literal["contact", "trust", "pretext", "isolation", "ask", "loss"]
_FILE = Path(__file__).with_name("signals.toml")
_PART = re.compile("<([a-z]+)>")
_GAP = re.compile("<\\.\\.([0-9]+)>")
_CLAUSE = 20
_PLAIN = frozenset(("honest", "marketing", "topic"))
"""Kinds of signals that nobody demands: how they are meant is not asked."""
_MOST = 3
"""So many matches of one signal in a sentence are enough."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Words by which something is known: a demand, a threat, an honest service.

    `asks` are the ids of what is wanted, `scams` the kinds it speaks for; `strong` ones are rare among honest callers,
    `hard` marks what no honest caller wants, except where the signal `unless` shows people who know each other;
    `own` says that the words hold a negation themselves. `words` are the triggers, `regex` is the whole shape (None: the words themselves).
    """

    id: str
    kind: Kind
    zh: str
    en: str
    words: tuple[str, ...] = field(repr=False)
    regex: re.Pattern[str] | None = field(repr=False)
    asks: tuple[str, ...] = ()
    stage: Stage | None = None
    scams: tuple[str, ...] = ()
    strong: bool = False
    hard: bool = False
    unless: str | None = None
    own: bool = False


class Hit(NamedTuple):
    """A signal in a message: where, and whether it is asked, warned against or told of."""

    signal: Signal
    span: Span
    stance: Stance


def signals() -> Mapping[str, Signal]:
    """Return all signals by id, in the order of the file.

    >>> signals()["atm"].hard
    True
    """
    return _table()[0]


def get(signal_id: str) -> Signal:
    """Return a signal by its id; raises `UsageError` for an unknown one."""
    found = signals().get(signal_id)
    if found is None:
        raise UsageError(f"unknown signal: {signal_id[:60]!r}")
    return found


def hits(text: str) -> list[Hit]:
    """Return the signals in a message in order of position; spans are of the text as written."""
    return list(found_in(plain(text)))


def found_in(message: Plain) -> Iterator[Hit]:
    """Yield the signals in a plain text, sentence by sentence in order of position."""
    text = message.text
    words = _standing(text)
    if not words:
        return
    frame = Frame(text)
    spans = sentences(text)
    for start, end in spans:
        sentence = text if len(spans) == 1 else text[start:end]
        called = words if len(spans) == 1 else [one for one in words if one.text in sentence]
        for first, last, _, signal in sorted(_matches(called, text, start, end)):
            stance: Stance = "asked"
            if signal.kind not in _PLAIN:
                stance = frame.stance((start, end), (first, last), own=signal.own)
            yield Hit(signal, message.original(first, last), stance)


class _Word(NamedTuple):
    """A word and the signals it stands for: by itself, or by calling for their expression."""

    text: str
    itself: tuple[Signal, ...]
    calls: tuple[Signal, ...]


_Match = tuple[int, int, str, Signal]


def _matches(called: list[_Word], text: str, start: int, end: int) -> list[_Match]:
    """Return where signals stand in a sentence: the first match of plain kinds, else a few."""
    found: list[_Match] = []
    expressions: dict[str, Signal] = {}
    bare: dict[str, tuple[Signal, list[str]]] = {}
    for word in called:
        for signal in word.calls:
            expressions[signal.id] = signal
        for signal in word.itself:
            bare.setdefault(signal.id, (signal, []))[1].append(word.text)
    for name, signal in expressions.items():
        search = cast("re.Pattern[str]", signal.regex).search
        match = search(text, start, end)
        left = 1 if signal.kind in _PLAIN else _MOST
        while match is not None:
            first, last = match.span()
            if first == last:
                break
            found.append((first, last, name, signal))
            left -= 1
            match = search(text, last, end) if left else None
    for name, (signal, words) in bare.items():
        for one in sorted(words, key=lambda one: (-len(one), one))[:_MOST]:
            at = text.index(one, start)
            found.append((at, at + len(one), name, signal))
    return found


def _standing(text: str) -> list[_Word]:
    """Return the words that stand in a text.

    One pass over its characters and pairs of characters says which may; a longer word is looked for only
    where its first two characters stand.
    """
    words = _table()[1]
    found = [words.single[char] for char in words.chars.intersection(text)]
    for pair in words.openings.intersection(map(add, text, text[1:])):
        found += [word for rest, word in words.longer[pair] if rest in text]
    return found


class _Words(NamedTuple):
    """The words by how they are looked up; of those of two characters nothing is left to look for."""

    single: dict[str, _Word]
    longer: dict[str, list[tuple[str, _Word]]]
    chars: frozenset[str]
    openings: frozenset[str]


@cache
def _table() -> tuple[dict[str, Signal], _Words]:
    """Return the signals, and their words."""
    raw = _raw()
    table = {entry["id"]: _signal(entry, raw["parts"]) for entry in raw["signal"]}
    by_word: dict[str, list[Signal]] = {}
    for signal in table.values():
        for word in dict.fromkeys(signal.words):
            by_word.setdefault(word, []).append(signal)
    single: dict[str, _Word] = {}
    longer: dict[str, list[tuple[str, _Word]]] = {}
    for text, own in by_word.items():
        one = _Word(
            text,
            tuple(signal for signal in own if signal.regex is None),
            tuple(signal for signal in own if signal.regex is not None),
        )
        if len(text) == 1:
            single[text] = one
        else:
            longer.setdefault(text[:2], []).append((text if len(text) > 2 else "", one))
    return table, _Words(single, longer, frozenset(single), frozenset(longer))


def _raw() -> dict[str, Any]:
    try:
        return tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FactsError(f"{_FILE.name}: the table cannot be read: {error}") from None


def _signal(entry: dict[str, Any], parts: Mapping[str, str]) -> Signal:
    name = entry.get("id", "")
    if entry.get("kind") not in get_args(Kind) or not entry.get("words"):
        raise FactsError(f"{_FILE.name}: {name}: a kind and words are needed")
    if entry.get("stage") not in {None, *get_args(Stage)}:
        raise FactsError(f"{_FILE.name}: {name}: unknown stage")
    regex = late(led(_whole(entry["regex"], parts))) if "regex" in entry else None
    fields: dict[str, Any] = {**entry, "regex": regex}
    for key in ("words", "asks", "scams"):
        fields[key] = tuple(entry.get(key, ()))
    try:
        return Signal(**fields)
    except TypeError as error:
        raise FactsError(f"{_FILE.name}: {name}: {error}") from None


def _whole(regex: str, parts: Mapping[str, str]) -> str:
    """Return an expression with its groups and gaps written out."""
    for _ in range(2):
        regex = _PART.sub(lambda m: parts[m[1]], regex)
    return _GAP.sub(_gap, regex)


def _gap(found: re.Match[str]) -> str:
    """Return a gap: none reaches over the end of a sentence, short ones not over a comma."""
    ends = "。！？!?\\n" if int(found[1]) > _CLAUSE else "。！？!?\\n，,"
    return f"[^{ends}]{{0,{found[1]}}}"
