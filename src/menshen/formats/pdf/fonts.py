"""Fonts as far as text needs them: codes, widths, what is written, and which codes write a text.

References: ISO 32000-2:2020, 9.6 (simple fonts), 9.7 (composite fonts), 9.6.2.2 (the standard ones).
"""

from __future__ import annotations

import atexit
import ctypes
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from menshen.formats.pdf.cmaps import Cmap, named, parsed

__all__ = ["CHINESE", "DOWN", "FALLBACK", "PLAIN", "Font", "Stand", "font", "width_of"]

_UNI = re.compile(r"uni([0-9A-Fa-f]{4})|u([0-9A-Fa-f]{4,6})")
_SUBSET = re.compile(r"/[A-Z]{6}\+")
_BASES = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_MOST = 1 << 17


class Font:
    """A font as the content of a page names it.

    `wide` gives the width of a code in units of the text's size, `down` says that text runs down.
    """

    def __init__(
        self, cmap: Cmap, wide: Callable[[int], float], *, sure: bool, default: str = ""
    ) -> None:
        self.down = cmap.vertical
        self.wide = wide
        self._cmap = cmap
        self._sure = sure
        self._default = default
        self._codes: dict[str, bytes] | None = None

    def codes(self, raw: bytes) -> Iterator[tuple[int, int, int]]:
        """Yield where each code of a string begins and ends, and the code."""
        return self._cmap.codes(raw)

    def text(self, code: int, size: int) -> str:
        """Return what a code of so many bytes writes; nothing where it cannot be told."""
        held = self._cmap.texts.get(code)
        if held is not None:
            return held
        charset = self._cmap.charset or (self._default if self._sure else "")
        try:
            return code.to_bytes(size, "big").decode(charset) if charset else ""
        except (UnicodeDecodeError, OverflowError):
            return ""

    def glyph(self, code: int) -> int:
        """Return the number by which a composite font asks for the glyph of a code.

        Raises `ValueError` where only a map that is not in the file knows it.
        """
        cmap = self._cmap
        if cmap.charset or not (cmap.identity or cmap.glyphs):
            raise ValueError("the glyphs of this font are told by a map outside the file")
        return cmap.glyphs.get(code, code)

    def written(self, char: str) -> bytes | None:
        """Return the code that writes a character, or None where the font may lack it."""
        if self._codes is None:
            size = self._cmap.lengths[0][0] if self._cmap.lengths else 1
            self._codes = {
                text: code.to_bytes(size, "big")
                for code, text in reversed(self._cmap.texts.items())
                if len(text) == 1 and code < 1 << 8 * size and self.wide(code) > 0
            }
        held = self._codes.get(char)
        if held is None and self._sure and self._default and not self._cmap.texts:
            try:
                return char.encode(self._default)
            except UnicodeEncodeError:
                return None
        return held


def font(held: Any, read: Callable[[Any], bytes], kinds: Any) -> Font:
    """Return a font by its dictionary; `read` gives the bytes of a stream."""
    told = held.get("/ToUnicode")
    unicode = parsed(read(told), text=True) if isinstance(told, kinds.Stream) else None
    texts = unicode.texts if unicode is not None else {}
    if str(held.get("/Subtype", "")) == "/Type0":
        return _composite(held, texts, read, kinds)
    return _simple(held, texts, kinds)


def _simple(held: Any, texts: Mapping[int, str], kinds: Any) -> Font:
    """Return a font with codes of one byte."""
    encoding = held.get("/Encoding")
    base, differences = "cp1252", {}
    if isinstance(encoding, kinds.Name):
        base = _BASES.get(str(encoding), base)
    elif isinstance(encoding, kinds.Dictionary):
        base = _BASES.get(str(encoding.get("/BaseEncoding", "")), base)
        differences = _differences(encoding.get("/Differences", ()))
    descriptor = held.get("/FontDescriptor")
    symbolic = isinstance(descriptor, kinds.Dictionary) and bool(
        int(descriptor.get("/Flags", 0)) & 4
    )
    embedded = isinstance(descriptor, kinds.Dictionary) and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    subset = _SUBSET.match(str(held.get("/BaseFont", ""))) is not None
    texts = texts or differences
    sure = not (symbolic and encoding is None) and not subset and not (embedded and differences)
    cmap = Cmap(((1, 0, 0xFF),), dict(texts), {}, "" if sure or texts else base)
    return Font(cmap, _simple_widths(held, descriptor, kinds), sure=sure, default=base)


def _differences(held: Any) -> dict[int, str]:
    found, code = {}, 0
    for item in held:
        if isinstance(item, int):
            code = item
        else:
            found[code] = _named(str(item).lstrip("/"))
            code += 1
    return {code: text for code, text in found.items() if text}


def _named(name: str) -> str:
    """Return what the name of a glyph stands for.

    >>> _named("a"), _named("uni5F20"), _named("period"), _named("g17")
    ('a', '张', '.', '')
    """
    if len(name) == 1:
        return name
    match = _UNI.fullmatch(name)
    if match is not None:
        code = int(match[1] or match[2], 16)
        return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else ""
    return _names().get(name.partition(".")[0], "")


@cache
def _names() -> dict[str, str]:
    lines = Path(__file__).with_name("glyphnames.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


def _simple_widths(held: Any, descriptor: Any, kinds: Any) -> Callable[[int], float]:
    widths = held.get("/Widths")
    if not isinstance(widths, kinds.Array):
        name = str(held.get("/BaseFont", "/Helvetica")).lstrip("/")
        return lambda code: width_of(name, bytes([code & 0xFF]).decode("cp1252", "replace"))
    first = int(held.get("/FirstChar", 0))
    missing = 0.0
    if isinstance(descriptor, kinds.Dictionary):
        missing = float(descriptor.get("/MissingWidth", 0))
    scale = 0.001
    if str(held.get("/Subtype", "")) == "/Type3":
        scale = float(held["/FontMatrix"][0])
    known = {first + at: float(width) * scale for at, width in enumerate(widths)}
    return lambda code: known.get(code, missing * scale)


def _composite(
    held: Any, texts: Mapping[int, str], read: Callable[[Any], bytes], kinds: Any
) -> Font:
    """Return a font with codes of several bytes, whose glyphs have numbers."""
    below = held["/DescendantFonts"][0]
    encoding = held.get("/Encoding", "/Identity-H")
    if isinstance(encoding, kinds.Stream):
        cmap = parsed(read(encoding), text=False)
        cmap = cmap if cmap.lengths else cmap._replace(lengths=((2, 0, 0xFFFF),))
        cmap = cmap._replace(vertical=cmap.vertical or int(encoding.get("/WMode", 0)) == 1)
    else:
        cmap = named(str(encoding))
    cmap = cmap._replace(texts=dict(texts))
    glyphs = cmap.glyphs
    if cmap.vertical:
        down = below.get("/DW2", [880, -1000])
        fall = float(down[1]) / 1000
        return Font(cmap, lambda _: fall, sure=False)
    widths, usual = _widths(below.get("/W", ()), kinds), float(below.get("/DW", 1000)) / 1000
    return Font(cmap, lambda code: widths.get(glyphs.get(code, code), usual), sure=False)


def _widths(held: Any, kinds: Any) -> dict[int, float]:
    """Return the widths by glyph that a list of `c [w ...]` and `first last w` says."""
    found: dict[int, float] = {}
    items = iter(held)
    for first in items:
        second = next(items, None)
        if isinstance(second, kinds.Array):
            found.update((int(first) + at, float(w) / 1000) for at, w in enumerate(second))
        elif second is not None:
            width = float(next(items, 1000)) / 1000
            for glyph in range(int(first), min(int(second), int(first) + _MOST) + 1):
                found[glyph] = width
        if len(found) > _MOST:
            break
    return found


@cache
def _standard(name: str) -> tuple[Any, Any]:
    """Return a font that every reader has, and the document that holds it."""
    import pypdfium2
    import pypdfium2.raw as raw

    document = pypdfium2.PdfDocument.new()
    atexit.register(document.close)  # before pdfium ends, which would say so on standard error
    held = raw.FPDFText_LoadStandardFont(document, name.encode("ascii", "replace"))
    if not held:
        held = raw.FPDFText_LoadStandardFont(document, _nearest(name))
    return held, document


def _nearest(name: str) -> bytes:
    low = name.lower()
    kind = "Courier" if "cour" in low else "Times" if "times" in low or "serif" in low else ""
    bold, slant = "bold" in low, "ital" in low or "obl" in low
    if kind == "Times":
        ends = {(0, 0): "-Roman", (1, 0): "-Bold", (0, 1): "-Italic", (1, 1): "-BoldItalic"}
    else:
        ends = {(0, 0): "", (1, 0): "-Bold", (0, 1): "-Oblique", (1, 1): "-BoldOblique"}
    return f"{kind or 'Helvetica'}{ends[bold, slant]}".encode()


@cache
def width_of(name: str, char: str) -> float:
    """Return the width of a character in a font that every reader has, in units of its size."""
    import pypdfium2.raw as raw

    held, _ = _standard(name)
    width = ctypes.c_float()
    raw.FPDFFont_GetGlyphWidth(held, ord(char), 1000.0, width)
    return width.value / 1000


class Stand:
    """A font that is put into a document for what its own fonts cannot write."""

    def __init__(self, name: str, dictionary: Callable[[Any], Any]) -> None:
        self.name = name
        self.dictionary = dictionary

    def written(self, text: str) -> bytes:
        """Return a text in the codes of the font."""
        if self is PLAIN:
            return text.encode("cp1252", "replace")
        return "".join(c if ord(c) < 1 << 16 else "〓" for c in text).encode("utf-16-be")

    def wide(self, text: str) -> float:
        """Return the width of a text in units of its size."""
        if self is PLAIN:
            return sum(width_of("Helvetica", char) for char in text)
        if self is DOWN:
            return -1.0 * len(text)
        return sum(0.5 if " " <= char <= "~" else 1.0 for char in text)


def _plain(kinds: Any) -> Any:
    name = kinds.Name
    return kinds.Dictionary(
        Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica, Encoding=name.WinAnsiEncoding
    )


def _chinese(kinds: Any, way: str = "H") -> Any:
    name, string = kinds.Name, kinds.String
    descriptor = kinds.Dictionary(
        Type=name.FontDescriptor, FontName=name("/STSong-Light"), Flags=6, ItalicAngle=0,
        FontBBox=kinds.Array([-25, -254, 1000, 880]), Ascent=752, Descent=-271, CapHeight=737,
        StemV=58,
    )  # fmt: skip
    below = kinds.Dictionary(
        Type=name.Font, Subtype=name.CIDFontType0, BaseFont=name("/STSong-Light"), DW=1000,
        CIDSystemInfo=kinds.Dictionary(Registry=string("Adobe"), Ordering=string("GB1"), Supplement=4),
        FontDescriptor=descriptor, W=kinds.Array([1, 95, 500]),
    )  # fmt: skip
    return kinds.Dictionary(
        Type=name.Font, Subtype=name.Type0, BaseFont=name(f"/STSong-Light-UniGB-UCS2-{way}"),
        Encoding=name(f"/UniGB-UCS2-{way}"), DescendantFonts=kinds.Array([below]),
    )  # fmt: skip


PLAIN = Stand("/MenshenLatin", _plain)
CHINESE = Stand("/MenshenChinese", _chinese)
DOWN = Stand("/MenshenDown", partial(_chinese, way="V"))
FALLBACK = Font(
    Cmap(((1, 0, 0xFF),), {}, {}, "cp1252"),
    lambda code: width_of("Helvetica", bytes([code & 0xFF]).decode("cp1252", "replace")),
    sure=False,
)
"""What readers take where a font is missing."""
