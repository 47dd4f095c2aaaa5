r"""The tokens of RTF, and runs of text in them: what stands between two control words.

>>> [token.kind for token in tokens(rb"{\b a\'e9}")]
['open', 'word', 'text', 'hex', 'close']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["CODEPAGES", "SYMBOLS", "Run", "Token", "tokens", "written"]

_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\(?P<word>[A-Za-z]{1,32})(?P<n>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])|(?P<text>[^\\{}\r\n]+)|(?P<line>[\r\n]+)|\\",
    re.DOTALL,
)
CODEPAGES = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""The charsets of fonts (`fcharset`) by the codecs that read them."""
SYMBOLS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "softline": "\n", "lbr": "\n",
}  # fmt: skip
_MARKS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
_TWO_BYTES = frozenset(("gb18030", "big5hkscs", "cp932", "cp949", "gbk", "cp936", "cp950"))


class Token(NamedTuple):
    """A token: `open`, `close`, `word`, `hex`, `symbol`, `text` or `line`."""

    kind: str
    text: bytes
    number: int | None
    start: int
    end: int


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of an RTF document; what `bin` holds is one of kind `binary`."""
    at = 0
    while (match := _TOKEN.match(data, at)) is not None:
        kind = match.lastgroup or "symbol"
        kind = "word" if kind == "n" else kind
        number = int(match["n"]) if match["n"] is not None else None
        at = match.end()
        if match["word"] == b"bin" and number is not None and number > 0:
            yield Token("binary", b"", number, at, min(at + number, len(data)))
            at = min(at + number, len(data))
            continue
        held = match[kind] if kind in {"word", "hex", "symbol", "text"} and match[kind] else b""
        yield Token(kind, held, number, match.start(), match.end())


class Run:
    """Text being gathered from bytes, numbers and symbols; bytes are decoded by a code page."""

    def __init__(self) -> None:
        self.start = self.end = -1
        self._text: list[str] = []
        self._bytes = bytearray()
        self._codec = "cp1252"
        self._high = ""

    def __bool__(self) -> bool:
        return self.start >= 0

    def _reach(self, token: Token) -> None:
        if self.start < 0:
            self.start = token.start
        self.end = token.end

    def add_bytes(self, token: Token, data: bytes, codec: str) -> None:
        """Add bytes of a code page."""
        self._reach(token)
        if codec != self._codec:
            self._settle()
            self._codec = codec
        self._bytes += data

    def add_text(self, token: Token, text: str) -> None:
        """Add characters as they are; halves of a pair are put together."""
        self._reach(token)
        self._settle()
        self._text.append(text)

    def extend(self, token: Token) -> None:
        """Count a token that says nothing to the run."""
        self.end = token.end

    def _settle(self) -> None:
        if self._bytes:
            self._text.append(self._bytes.decode(self._codec, "replace"))
            self._bytes.clear()

    def taken(self) -> tuple[int, int, str]:
        """Return where the run lies and its text, and begin anew."""
        self._settle()
        text = (
            "".join(self._text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )
        found = self.start, self.end, text
        self.start = self.end = -1
        self._text.clear()
        return found


def mark(symbol: bytes) -> str | None:
    """Return the character that a control symbol stands for, or None."""
    return _MARKS.get(symbol)


def written(text: str) -> bytes:
    r"""Return text as RTF writes it in any code page.

    >>> written("a{中}")
    b'{\\uc1 a\\{\\u20013?\\}}'
    """
    parts = []
    for character in text:
        code = ord(character)
        if character in "\\{}":
            parts.append("\\" + character)
        elif character in "\t\n":
            parts.append("\\tab " if character == "\t" else "\\line ")
        elif 32 <= code < 127:
            parts.append(character)
        elif code >= 32:
            units = character.encode("utf-16-le", "replace")
            for at in range(0, len(units), 2):
                unit = int.from_bytes(units[at : at + 2], "little", signed=True)
                parts.append(f"\\u{unit}?")
    return b"{\\uc1 " + "".join(parts).encode("ascii") + b"}" if text else b""
