"""Evidence: what speaks for and against a finding, and how it adds up.

Weights are log-odds. They start from `PRIOR`, the odds that an arbitrary string of the right
shape is meant as this type, and add up; the score is the logistic of the sum. The default
threshold is a score of 0.5, that is a sum of 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache

from menshen.late import late
from menshen.model import Candidate, Evidence
from menshen.text import Fold

__all__ = [
    "ASIDE",
    "CHECK_DIGIT",
    "FILLER",
    "JOINED",
    "LINK_WORD",
    "NEVER",
    "PAIR",
    "REMARK",
    "TAIL",
    "WINDOW",
    "Cue",
    "broken",
    "damaged",
    "grouping",
    "groups",
    "listed",
    "reject",
    "score",
    "strength",
]

CHECK_DIGIT = Evidence("check_digit", 5.0, "check digit holds")
NEVER = -99.0
"""The weight of a proof that this is not it."""
WINDOW = 28
"""How far before a value a cue word may stand, in characters."""

JOINED = Evidence("grouping", -0.5, "behind its label, put together from two lines")
"""The doubt that remains where a label leads, or stands over, a value on two lines."""
_HEADERS = 1024
"""Names over cells of which a cue remembers whether they are its own: tables ask again and again."""
_WINDOWS = 512
"""Stretches of ASCII before values of which a cue remembers what they say."""
_JOINED = Evidence("grouping", -1.5, "put together from two lines")
_DISTINCT = 2.0
"""The weight of a shape that hardly anything else has."""
_JOINED_NEAR = Evidence("grouping", -2.5, "put together from two lines, with a word nearby")
_JOINED_BARE = Evidence(
    "grouping", -3.5, "put together from two lines, with nothing else to say so"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
_BETWEEN = re.compile("[\\s.-]+")
_BROKEN = Evidence("grouping", -3.0, "broken over a line end")
_LONGER = Evidence("grouping", -3.0, "more groups of digits stand before it")
_NEIGHBOUR = re.compile("[0-9]{2}[ -]\\Z")
_ODD_GROUPS = Evidence("grouping", -2.5, "not the customary groups of digits")

LINK_WORD = (
    "(?:号码?|码|编号|账号|帐号|名称|信息|是|为|系|叫|即(?!墨)|填报?|写|打|存|如下|现?补充如下|"
    "一?栏|登记|录入|记载|显示|[改变更](?:更|正|换)?[为成]|成(?![都县安武华])|作|"
    "[报发](?:(?:给)?[你您]了?)?|给[你您]|\\\\[nrt]|"
    "(?i:no\\.?|number|num|id|val(?:ue)?s?|content|text)(?![a-z])|#)"
)
"""A word that may stand between a label and its value; among them the key of the value where
name and value of a field are two members of a JSON object."""
PAIR = ", ?[\"'](?:val|value|content|text)[\"'] ?:"
"""What stands between name and value of a field that are two members of a JSON object."""
FILLER = "[\\s:=>|\"'`(\\[{<*_.·#/\\]】【」』,\\\\-]"
"""A character that may stand there, in folded text."""
REMARK = "[(\\[【][^()\\[\\]【】\\n]{0,14}[)\\]】]"
"""A remark in brackets behind a label, such as （必填）."""
ASIDE = f"(?:[ ]?{REMARK}){{0,2}}"
"""Up to two remarks."""
TAIL = f"(?:{REMARK}|(?!\\\\\\\\){FILLER}|{LINK_WORD}|\\\\\\\\){{0,14}}+\\Z"
"""What stands between a label and its value, up to the value's start.

The longest way is the only one tried; so a backslash comes last, which may begin a word.
"""


def reject(note: str, kind: str = "check_digit") -> Evidence:
    """Return the proof that a candidate is not what its shape suggests; `note` says why."""
    return Evidence(kind, NEVER, note)


@lru_cache(maxsize=4096)
def strength(evidence: tuple[Evidence, ...]) -> float:
    """Return the sum of the weights, in log-odds."""
    return sum(e.weight for e in evidence)


@lru_cache(maxsize=4096)
def score(evidence: tuple[Evidence, ...]) -> float:
    """Return the probability that the sum of the evidence stands for.

    >>> score((Evidence("shape", 0.0, "shape"),))
    0.5
    """
    total = strength(evidence)
    return 0.0 if total < -30 else round(1 / (1 + math.exp(-total)), 4)


@lru_cache(maxsize=1024)
def groups(seen: str) -> tuple[int, ...]:
    """Return the lengths of the groups that blanks, hyphens and dots cut a number into.

    >>> groups("138-1234 5678")
    (3, 4, 4)
    """
    shown = seen if seen.isascii() else _INVISIBLE.sub("", seen)
    return tuple(map(len, filter(None, _BETWEEN.split(shown))))


def grouping(candidate: Candidate, *customary: tuple[int, ...]) -> Evidence | None:
    """Return what the way a number is cut into groups says: None when it is a customary one.

    Digits set apart one by one are customary for every number; so is any grouping in speech.
    """
    seen = candidate.seen
    if seen.isalnum() or candidate.view.fold is Fold.SPOKEN:
        return None
    if "\n" in seen:
        return _BROKEN
    cut = groups(seen)
    if len(cut) == 1 or max(cut) == 1:
        return None
    if _NEIGHBOUR.search(candidate.view.text, max(0, candidate.start - 3), candidate.start):
        return _LONGER
    return None if cut in customary else _ODD_GROUPS


def broken(evidence: tuple[Evidence, ...]) -> Evidence:
    """Return what weighs against a value found only where two lines are joined.

    >>> broken((Evidence("label", 4.0, "label"),)).weight
    -0.5
    """
    kinds = {e.kind for e in evidence if e.weight > 0}
    if "label" in kinds:
        return JOINED
    distinct = any(e.kind == "shape" and e.weight >= _DISTINCT for e in evidence)
    if distinct or "check_digit" in kinds:
        return _JOINED
    return _JOINED_NEAR if "context" in kinds else _JOINED_BARE


def listed(seen: str) -> Evidence | None:
    r"""Return what weighs against a value whose two lines have the same form: a list has such.

    >>> listed("35532081\n20814821").weight, listed("3553\n20814821")
    (-6.0, None)
    """
    one, other = map(str.strip, seen.split("\n", 1))
    alike = len(one) == len(other) and all(
        a.isdigit() == b.isdigit() for a, b in zip(one, other, strict=True)
    )
    return Evidence("grouping", -6.0, "two lines of the same form: two items") if alike else None


def damaged(candidate: Candidate) -> Evidence | None:
    """Return the evidence that the text was misread by OCR or dictated, if it was."""
    if candidate.view.fold is Fold.MISREAD:
        return Evidence("damaged", 0.0, "damaged: letters stand for digits, as bad OCR leaves them")
    if candidate.view.fold is Fold.SPOKEN:
        return Evidence("damaged", 0.0, "damaged: digits were dictated")
    if getattr(candidate.block.layout, "recognised", False):
        return Evidence("damaged", 0.0, "damaged: read from a picture")
    return None


_Searches = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]


class Cue:
    """Words that, standing before a value or over its column, say what the value is.

    `words` are Chinese (blanks may stand between their characters, as on forms); `keys` are
    names of fields in lower case without separators (`mobile`, `idcard`), matched whole or as
    the last part of a longer name. Directly before the value a word is a *label*; elsewhere
    in the same clause it is *context*, worth less.

    >>> cue = Cue("mobile", words=("手机", "联系电话"), keys=("mobile", "phone"))
    >>> cue.in_text("联系电话:13800138000", 5).kind
    'label'
    >>> cue.in_text("手机昨天丢了 13800138000", 7).kind
    'context'
    >>> cue.in_names(("user.mobile_no",)).kind
    'label'
    """

    def __init__(
        self,
        name: str,
        *,
        words: Iterable[str] = (),
        keys: Iterable[str] = (),
        label: float = 4.0,
        context: float = 1.5,
    ) -> None:
        self.words = tuple(words)
        self.keys = tuple(keys)
        self._label = Evidence("label", label, f"label: {name}")
        self._context = Evidence("context", context, f"nearby: {name}")
        self._name = name
        self._held: dict[str, bool] = {}
        self._before: dict[str, Evidence | None] = {}

    @property
    def pattern(self) -> str:
        """Return the regular expression of all words and keys, for patterns led by a label."""
        return _alternation(self.words, self.keys)

    @property
    def trigger(self) -> str:
        """Return the same for a trigger.

        Of a word set apart only the first two characters are looked for, so that the engine
        has plain strings to search; it ends at most `reach` characters before the label does.
        Digits set apart are everywhere, so of a word that begins with them (12306订单) all are.

        >>> Cue("x", words=("学号",), keys=("stu_no",)).trigger
        '(?:学号|学[ ]{1,4}号|stu[_ -]?no[^a-z])'
        """
        words = [w.lower() for w in self.words]
        apart = ["[ ]{1,4}".join(_telling(w)) for w in words if len(w) > 1 and not w.isascii()]
        keys = ["[_ -]?".join(re.split("[_ ]", k)) + "[^a-z]" for k in self.keys]
        return "(?:" + "|".join(dict.fromkeys([*map(re.escape, words), *apart, *keys])) + ")"

    @property
    def reach(self) -> int:
        """Return the length of the longest label, blanks between its characters included."""
        return max(5 * len(w) for w in (*self.words, *self.keys)) + 2

    def near(self, candidate: Candidate) -> Evidence | None:
        """Return the strongest evidence in the column's name, the path or the text before."""
        layout = candidate.block.layout
        if layout is not None and (names := layout.labels(candidate.span.start)):
            found = self.in_names(names)
            if found is not None:
                return found
        return self.in_text(candidate.view.text, candidate.start)

    @cached_property
    def _searches(self) -> tuple[_Searches, ...]:
        kinds = [(self.words, ()), ((), self.keys)]
        return tuple(_searches(*kind) for kind in kinds if any(kind))

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """Return what finds a hint of any word or key: most windows hold none."""
        return late(_hint(self.words, self.keys))

    @cached_property
    def _plain(self) -> tuple[_Searches, ...]:
        """Return those that a text of nothing but ASCII may hold."""
        if any(word[0].isascii() for word in self.words):
            return self._searches
        return (_searches((), self.keys),) if self.keys else ()

    def in_text(self, text: str, start: int) -> Evidence | None:
        """Return the evidence of the `WINDOW` characters before `start` in folded text.

        In a log the same words stand before many values, so what they say is remembered; the
        expressions look back one character further.
        """
        if not text.isascii():
            return self._said(text, start)
        before = text[start - WINDOW - 1 if start > WINDOW else 0 : start]
        held = self._before
        if before not in held:
            if len(held) >= _WINDOWS:
                held.clear()
            held[before] = self._said(text, start)
        return held[before]

    def _said(self, text: str, start: int) -> Evidence | None:
        low = start - WINDOW if start > WINDOW else 0
        if self._any.search(text, low, start) is None:
            return None
        nearby = None
        for hint, cue, label, context in self._plain if text.isascii() else self._searches:
            seen = hint.search(text, low, start)
            if seen is not None and (seen := cue.search(text, seen.start(), start)) is not None:
                first = seen.start()
                if label.search(text, first, start) is not None:
                    return self._label
                if nearby is None and self._context.weight and context.search(text, first, start):
                    nearby = self._context
        return nearby

    def in_names(self, names: Iterable[str]) -> Evidence | None:
        """Return the label evidence of a column header or key path, the last name first."""
        held = self._held
        for name in names:
            if name not in held:
                if len(held) >= _HEADERS:
                    held.clear()
                held[name] = _words(self.words, self.keys).search(_plain_name(name)) is not None
            if held[name]:
                return self._label
        return None


@lru_cache(maxsize=1024)
def _plain_name(name: str) -> str:
    """Return a header as words a key can be matched in: camelCase and snake_case opened."""
    opened = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return opened.casefold()


def _spaced(word: str) -> str:
    """Return the pattern of a word as it is, or set apart evenly as on forms."""
    if word.isascii() or len(word) < 2:
        return re.escape(word)
    return f"(?:{re.escape(word)}|{'[ ]{1,4}'.join(map(re.escape, word))})"


def _telling(word: str) -> str:
    """Return the first two characters of a word, more of them where they are plain letters or digits."""
    size = next((at for at, char in enumerate(word) if not char.isascii()), len(word))
    return word[: max(2, size + 1)]


def _key(key: str) -> str:
    return "[_ -]?".join(re.escape(c) for c in re.split(r"[_ ]", key))


@cache
def _alternation(words: tuple[str, ...], keys: tuple[str, ...]) -> str:
    longest = sorted(words, key=len, reverse=True)
    parts = [_spaced(w) for w in longest]
    if keys and parts and not any(w[0].isascii() for w in words):
        parts = [f"(?=[^\\x00-\\x7f])(?:{'|'.join(parts)})"]  # so no word is tried at a letter
    if keys:
        names = "|".join(_key(k) for k in sorted(keys, key=len, reverse=True))
        parts.append(f"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))(?i:{names})(?![a-z])")
    return "(?:" + "|".join(parts) + ")"


@cache
def _words(words: tuple[str, ...], keys: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_alternation(words, keys))


def _hint(words: tuple[str, ...], keys: tuple[str, ...]) -> str:
    first = {w[0] for w in words} | {c for k in keys for c in (k[0], k[0].upper())}
    return "[" + "".join(re.escape(c) for c in sorted(first)) + "]"


@cache
def _searches(words: tuple[str, ...], keys: tuple[str, ...]) -> _Searches:
    """Return what finds a hint of a cue, a cue, a cue right before the end, a cue in the same clause.

    The hint, one of the first characters of the words, and then the cue itself spare most windows
    the dearer two, and say where these begin to look. Words and keys go apart: an expression that begins with one of
    some plain characters is searched much faster than one that looks back first.
    """
    hint = _hint(words, keys)
    cue = f"(?={hint}){_alternation(words, keys)}"
    return late(hint), late(cue), late(f"{cue}{TAIL}"), late(f"{cue}[^\n。;]{{0,{WINDOW}}}\\Z")
