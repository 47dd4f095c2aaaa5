"""The signals of pitches: which words stand where, and whether they are meant as a demand.

`signals.toml` holds them as data. A message is read sentence by sentence; the words of the signals are
looked up by their first two characters, and only a signal whose word stands in a sentence has its
expression tried there, so that the cost follows what is said and not how many signals there are.

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
from typing import Any, Literal, NamedTuple, get_args

from menshen.errors import FactsError, UsageError
from menshen.late import late
from menshen.model import Span
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

    `asks` are the ids of what is wanted, `scams` the kinds it speaks for; `strong` ones are rare among honest callers, `hard` marks what no honest caller wants, `own` that the
    words hold a negation themselves. `words` are the triggers, `regex` is the whole shape (None: the words themselves).
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
    frame = Frame(message.text)
    for sentence in sentences(message.text):
        found: list[tuple[tuple[int, int], Signal]] = []
        for signal, words in _called(message.text[slice(*sentence)]):
            found += [(span, signal) for span in _matches(signal, words, message.text, sentence)]
        for span, signal in sorted(found, key=lambda one: (one[0], one[1].id)):
            stance: Stance = "asked"
            if signal.kind not in _PLAIN:
                stance = frame.stance(sentence, span, own=signal.own)
            yield Hit(signal, message.original(*span), stance)


def _matches(
    signal: Signal, words: list[str], text: str, sentence: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield where a signal stands in a sentence: the first match of plain kinds, else a few."""
    start, end = sentence
    if signal.regex is None:
        for word in sorted(words, key=lambda one: (-len(one), one))[:_MOST]:
            at = text.index(word, start)
            yield at, at + len(word)
        return
    for _ in range(1 if signal.kind in _PLAIN else _MOST):
        match = signal.regex.search(text, start, end)
        if match is None or match.end() == match.start():
            return
        yield match.span()
        start = match.end()


def _called(sentence: str) -> list[tuple[Signal, list[str]]]:
    """Return the signals whose words stand in a sentence, each with those words."""
    table, words = _table()
    called: dict[str, list[str]] = {}
    for opening in words.keys() & {*map(add, sentence, sentence[1:]), *sentence}:
        for word, ids in words[opening]:
            if len(word) <= len(opening) or word in sentence:
                for name in ids:
                    called.setdefault(name, []).append(word)
    return [(table[name], found) for name, found in called.items()]


_Words = dict[str, list[tuple[str, list[str]]]]


@cache
def _table() -> tuple[dict[str, Signal], _Words]:
    """Return the signals, and their words by the first two characters."""
    raw = _raw()
    table = {entry["id"]: _signal(entry, raw["parts"]) for entry in raw["signal"]}
    by_word: dict[str, list[str]] = {}
    for signal in table.values():
        for word in dict.fromkeys(signal.words):
            by_word.setdefault(word, []).append(signal.id)
    words: _Words = {}
    for word, ids in by_word.items():
        words.setdefault(word[:2], []).append((word, ids))
    return table, words


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
    regex = late(_whole(entry["regex"], parts)) if "regex" in entry else None
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
