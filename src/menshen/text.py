"""Folded views of a text, with the way back to the original; and the only boundary there is.

Patterns are searched in views; spans always refer to the original text. `WIDTH` keeps every
position (one character for one character), so a span found there *is* a span of the original.
The other views are small *islands*: only the stretch that is spoken, misread, or encoded is
unfolded, with an offset map of its own. See docs/decisions/0001-islands.md for the reason.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

import numpy as np

__all__ = [
    "GAP",
    "NUMBER_SIGNS",
    "RUN",
    "RUN_DIGITS",
    "SPOKEN_DIGITS",
    "Fold",
    "View",
    "compact",
    "decode",
    "fold_width",
    "guarded",
    "joined",
    "spell",
    "spoken",
    "unbroken",
    "visible",
    "written",
]

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
GAP = f"[ \\-\\n{_UNSEEN}]{{0,2}}"
"""What may stand between two digits of one number: blanks, hyphens, a line break, zero width.

Written without ranges and for text that went through `fold_width`, so that triggers may use it.
"""

NUMBER_SIGNS = f"0123456789 -\n{_UNSEEN}"
"""Every character of a number whose digits may have a `GAP` between them."""

RUN_DIGITS = 13
RUN = f"(?:[0-9]{GAP}){{{RUN_DIGITS - 1}}}[0-9][^0-9]"
"""The trigger of all numbers of `RUN_DIGITS` or more, with gaps: it ends behind a group of digits."""

_GAPS = re.compile("[\\s\\-\u00ad\u200b-\u200d\u2060\ufeff]+")
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
_BREAK = re.compile("[ ]*\\n[ ]*")
_DIGIT_WORDS = {
    **{c: str(i) for i, c in enumerate("零一二三四五六七八九")},
    **{c: str(i) for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖") if i},
    **dict.fromkeys("〇○洞", "0"),
    **dict.fromkeys("幺么腰", "1"),
    **dict.fromkeys("两俩", "2"),
    **dict.fromkeys("拐", "7"),
    **dict.fromkeys("勾", "9"),
}
_PAUSES = dict.fromkeys("、,，。·… \n\t", " ")
_SPOKEN = {ord(k): v for k, v in {**_DIGIT_WORDS, **_PAUSES, "叉": "X"}.items()}
_MISREAD = {ord(k): v for k, v in {"l": "1", "I": "1", "O": "0", "o": "0"}.items()}
SPOKEN_DIGITS = "".join(_DIGIT_WORDS)
"""Every character that is read aloud as one digit."""


class Fold(Enum):
    """How a view was made from the written text."""

    WRITTEN = "written"
    """Nothing folded."""
    WIDTH = "width"
    """Full width to ASCII, odd blanks and dashes to the plain ones; no position moves."""
    SPOKEN = "spoken"
    """Digits read aloud (幺三八…) turned into digits; no position moves."""
    MISREAD = "misread"
    """Letters that an OCR engine puts for digits (l, I, O, o) turned back; no position moves."""
    DECODED = "decoded"
    """%XX, \\uXXXX, HTML character references and base64 undone, once; zero width left out."""
    JOINED = "joined"
    """Two lines put together where a value may be broken over them."""


@dataclass(frozen=True, slots=True)
class View:
    """A folded text and where each of its characters came from.

    `base` is the original index of the first character; `offsets` is empty when positions do not
    move, else it holds the original start of every character and, last, the end of the last one.
    `ends` holds the original ends where they are not simply the next character's start.

    >>> View(Fold.WIDTH, "abc", base=10).original(1, 3)
    (11, 13)
    >>> View(Fold.DECODED, "a张", offsets=(0, 1, 7)).original(1, 2)
    (1, 7)
    """

    fold: Fold
    text: str
    base: int = 0
    offsets: Sequence[int] = ()
    ends: Sequence[int] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that `text[start:end]` came from."""
        if not self.offsets:
            return self.base + start, self.base + end
        if self.ends:
            return self.offsets[start], self.ends[end - 1]
        last = self.offsets[end] if end == len(self.text) else self._end_of(end - 1)
        return self.offsets[start], last

    def _end_of(self, index: int) -> int:
        begin = self.offsets[index]
        return next((o for o in self.offsets[index + 1 :] if o > begin), self.offsets[-1])


def guarded(body: str, inside: str = "0-9") -> str:
    r"""Return `body` so that no character of the class `inside` may touch it on either side.

    This is the only boundary in menshen: the word boundary of `re` sees none between a digit
    and a Chinese character, and so loses most numbers in Chinese text.

    >>> bool(re.search(guarded("[0-9]{3}"), "第123号"))
    True
    >>> bool(re.search(guarded("[0-9]{3}"), "1234"))
    False
    """
    return f"(?<![{inside}])(?:{body})(?![{inside}])"


def spell(digits: str, gap: str = GAP) -> str:
    """Return the pattern parts of `digits` with an optional gap between each two.

    >>> spell("[0-9] [0-9]", gap="-?")
    '[0-9]-?[0-9]'
    """
    return gap.join(digits.split(" "))


def compact(seen: str) -> str:
    """Return `seen` without blanks, hyphens, line breaks and zero-width characters.

    >>> compact("138-1234 5678")
    '13812345678'
    """
    return seen if seen.isalnum() else _GAPS.sub("", seen)


def unbroken(seen: str) -> str:
    r"""Return `seen` without line breaks and the blanks around them.

    >>> unbroken("a1\n  b 2")
    'a1b 2'
    """
    return _BREAK.sub("", seen) if "\n" in seen else seen


@cache
def _width_folds() -> dict[int, int]:
    folds = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
    folds |= dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), 0x20)
    folds |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0x2043), 0x2D)
    folds |= dict.fromkeys((0x2022, 0x2027, 0x30FB, 0x2219, 0x22C5, 0xFF65), 0xB7)
    folds |= {0x1D7CE + i: 0x30 + i % 10 for i in range(50)}
    folds |= dict.fromkeys((0x2236, 0xFE30, 0xFE55, 0xFE13), 0x3A)
    folds |= {0xFE50: 0x2C, 0xFE52: 0x2E, 0xFE59: 0x28, 0xFE5A: 0x29, 0xFE6B: 0x40}
    folds |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
    folds |= {0x2028: 0x0A, 0x2029: 0x0A, 0x85: 0x0A, 0x0D: 0x20}
    return folds


@cache
def _width_table() -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    table = np.arange(0x110000, dtype=np.uint32)
    for source, target in _width_folds().items():
        table[source] = target
    return table


def fold_width(text: str) -> str:
    """Return `text` with full-width forms, odd blanks and dashes made plain.

    One character for one character: `len` and every position stay. Unpaired surrogates become
    U+FFFD, so that the result is always valid Unicode.

    >>> fold_width("１３８－００００：")
    '138-0000:'
    """
    if text.isascii():
        return text if "\r" not in text else text.replace("\r", " ")
    if len(text) < 64:
        return text.translate(_width_folds())
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _width_table()[codes].tobytes().decode("utf-32-le")


def written(text: str) -> View:
    """Return the view of the whole text that every pattern is searched in first."""
    return View(Fold.WIDTH, fold_width(text))


def spoken(text: str, start: int, end: int) -> View:
    """Return the island `text[start:end]` with digits read aloud turned into digits.

    Pauses between them become blanks, 叉 the X at the end of an ID number. `text` must be folded by
    `fold_width`.

    >>> spoken("打幺三八,零零一三", 1, 9).text
    '138 0013'
    """
    return View(Fold.SPOKEN, text[start:end].translate(_SPOKEN), base=start)


def misread(text: str, start: int, end: int) -> View:
    """Return the island `text[start:end]` with the letters of bad OCR turned into digits.

    >>> misread("l38O4517762", 0, 11).text
    '13804517762'
    """
    return View(Fold.MISREAD, text[start:end].translate(_MISREAD), base=start)


_ESCAPE = re.compile(
    r"(?:%[0-9A-Fa-f]{2}){1,400}"
    r"|\\u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4})?"
    r"|&#(?:[0-9]{2,7}|[xX][0-9A-Fa-f]{2,6});"
    r"|\\[nrt\"/\\]"
)
_ENDS = {"n": "\n", "r": "\r", "t": "\t"}
"""What the letter of a short escape stands for; any other sign stands for itself."""


def decode(text: str, start: int, end: int) -> View | None:
    r"""Return the island `text[start:end]` with its escapes undone, or None if none would.

    %XX runs that are not UTF-8 are tried as GB18030 and else left as they stand. The short escapes
    of a JSON string (`\n`) are undone beside its long ones (`\u6253`), where they can be no path.

    >>> decode("m=%E5%BC%A0\\u4f1f", 0, 17).text
    'm=张伟'
    >>> decode("\\u5f20\\n138", 0, 11).text
    '张\n138'
    """
    pieces: list[str] = []
    offsets: list[int] = []
    at = start
    quoted = text.find("\\u", start, end) >= 0
    for match in _ESCAPE.finditer(text, start, end):
        token = match.group()
        short = len(token) == 2
        plain = (_ENDS.get(token[1], token[1]), [0]) if short else _unescape(token)
        if plain is None or (short and not quoted):
            continue
        pieces += (text[at : match.start()], plain[0])
        offsets += range(at, match.start())
        offsets += (match.start() + o for o in plain[1])
        at = match.end()
    if not pieces:
        return None
    pieces.append(text[at:end])
    offsets += range(at, end + 1)
    return View(Fold.DECODED, fold_width("".join(pieces)), offsets=offsets)


def _unescape(token: str) -> tuple[str, list[int]] | None:
    """Return what an escape stands for, and the offset in the token of each character of it."""
    if token[0] == "%":
        return _unquote(token)
    try:
        if token[0] == "&":
            code = int(token[3:-1], 16) if token[2] in "xX" else int(token[2:-1])
            plain = chr(code)
        else:
            units = bytes.fromhex(token.replace("\\u", ""))
            plain = units.decode("utf-16-be", "surrogatepass")
    except (ValueError, OverflowError):
        return None
    return plain, [6 * i for i in range(len(plain))]


def _unquote(token: str) -> tuple[str, list[int]] | None:
    raw = bytes.fromhex(token.replace("%", ""))
    for charset in ("utf-8", "gb18030"):
        try:
            plain = raw.decode(charset)
        except UnicodeDecodeError:
            continue
        offsets: list[int] = []
        at = 0
        for char in plain:
            offsets.append(at)
            at += 3 * len(char.encode(charset))
        return plain, offsets
    return None


def joined(text: str, start: int, end: int, low: int = -1, high: int = -1) -> View | None:
    r"""Return the island `text[start:end]` without the line break in `low:high`, blanks around it too.

    Without `low` and `high` every line break of the island is left out.

    >>> joined("a1\n  b2", 0, 7).text
    'a1b2'
    >>> joined("x\na1\nb2", 0, 7, 2, 7).text
    'x\na1b2'
    """
    inside = (start, end) if low < 0 else (low, high)
    return _without(_BREAK, Fold.JOINED, text, (start, end), inside)


def visible(text: str, start: int, end: int) -> View | None:
    """Return the island `text[start:end]` without its zero-width characters.

    >>> visible("1\u200b2", 0, 3).text
    '12'
    """
    return _without(_INVISIBLE, Fold.DECODED, text, (start, end), (start, end))


def _without(
    what: re.Pattern[str], fold: Fold, text: str, island: tuple[int, int], inside: tuple[int, int]
) -> View | None:
    """Return the island without the matches of `what` that lie inside a part of it."""
    pieces: list[str] = []
    offsets: list[int] = []
    start, end = island
    at = start
    for match in what.finditer(text, *inside):
        pieces.append(text[at : match.start()])
        offsets += range(at, match.start())
        at = match.end()
    if at == start:
        return None
    pieces.append(text[at:end])
    offsets += range(at, end + 1)
    return View(fold, "".join(pieces), offsets=offsets, ends=[o + 1 for o in offsets])


def decode_base64(text: str, start: int, end: int) -> View | None:
    """Return the base64 run `text[start:end]` decoded, or None if it holds no readable text.

    >>> decode_base64("cGhvbmU9MTM4MDAxMzgwMDA=", 0, 24).text
    'phone=13800138000'
    """
    token = text[start:end].rstrip("=").replace("-", "+").replace("_", "/")
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), validate=True)
        plain = raw.decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    if len(plain) < 8 or not all(c.isprintable() or c in "\r\n\t" for c in plain):
        return None
    offsets: list[int] = []
    at = 0
    for char in plain:
        offsets.append(start + at * 4 // 3)
        at += len(char.encode())
    offsets.append(end)
    return View(Fold.DECODED, fold_width(plain), offsets=offsets)
