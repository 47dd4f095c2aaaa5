"""Pictures that stand in the content itself (`BI … ID … EI`), as streams, and written back there.

What is written back needs nothing else of the page: its colours are plain, its data in base 85, in
which no `EI` can stand alone.

References: ISO 32000-2:2020, 8.9.7 (inline images).
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from menshen.formats.pdf.operators import operators

__all__ = ["Inline", "content", "inline", "stream"]

_BEGINS = re.compile(rb"(?<![A-Za-z0-9/])BI(?=[\x00\t\n\x0c\r /])")
_KEYS = {
    "/BPC": "/BitsPerComponent", "/CS": "/ColorSpace", "/D": "/Decode", "/DP": "/DecodeParms",
    "/F": "/Filter", "/H": "/Height", "/IM": "/ImageMask", "/I": "/Interpolate", "/W": "/Width",
}  # fmt: skip
_COLOURS = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
_FILTERS = {
    "/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode", "/LZW": "/LZWDecode", "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode", "/CCF": "/CCITTFaxDecode", "/DCT": "/DCTDecode",
}  # fmt: skip
_SHORT = {full: short for short, full in _COLOURS.items()}
_LINE = 120


class Inline(NamedTuple):
    """A picture in content: where it begins and ends there, what is said of it, and its data."""

    start: int
    end: int
    said: bytes
    data: bytes

    def __repr__(self) -> str:
        return f"Inline({self.start}, {self.end})"


def inline(data: bytes) -> Iterator[Inline]:
    """Yield the pictures that stand in content."""
    if _BEGINS.search(data) is None:
        return
    begins, after, said, at = -1, 0, b"", 0
    for operator in operators(data):
        if operator.name == b"BI":
            begins, after, at = operator.start, operator.end, 0
        elif operator.name == b"ID" and begins >= 0:
            said, at = data[after : operator.end - len(operator.name)], operator.end + 1
        elif operator.name == b"EI" and begins >= 0 and at:
            name = operator.end - len(operator.name)
            yield Inline(begins, operator.end, said, data[at : name - 1])
            begins, at = -1, 0


def stream(held: Inline, pdf: Any, resources: Any, kinds: Any) -> Any:
    """Return a picture as a stream of its own, its short names written out."""
    said = kinds.Object.parse(b"<<" + held.said + b">>")
    made = pdf.make_stream(held.data)
    for key, value in said.items():
        made[_KEYS.get(key, key)] = value
    colours = made.get("/ColorSpace")
    if isinstance(colours, kinds.Array):
        made["/ColorSpace"] = kinds.Array([_named(one, _COLOURS, kinds) for one in colours])
    elif colours is not None:
        made["/ColorSpace"] = _colour(_named(colours, _COLOURS, kinds), resources, kinds)
    filters = made.get("/Filter")
    if isinstance(filters, kinds.Array):
        made["/Filter"] = kinds.Array([_named(one, _FILTERS, kinds) for one in filters])
    elif filters is not None:
        made["/Filter"] = _named(filters, _FILTERS, kinds)
    made["/Type"], made["/Subtype"] = kinds.Name.XObject, kinds.Name.Image
    return made


def _named(value: Any, names: dict[str, str], kinds: Any) -> Any:
    return kinds.Name(names.get(str(value), str(value))) if isinstance(value, kinds.Name) else value


def _colour(name: Any, resources: Any, kinds: Any) -> Any:
    """Return the colours that a name stands for, which may be one that the page gives them."""
    held = resources.get("/ColorSpace") if isinstance(resources, kinds.Dictionary) else None
    if isinstance(held, kinds.Dictionary) and str(name) in held:
        return held[str(name)]
    return name


def content(made: Any) -> bytes:
    """Return the operators that draw what a stream holds, which has plain colours or is a stencil."""
    if str(made.get("/Filter", "")) == "/DCTDecode":
        filters, data = b"[/A85 /DCT]", bytes(made.read_raw_bytes())
    else:
        filters, data = b"[/A85 /Fl]", zlib.compress(bytes(made.read_bytes()), 6)
    said = b"/W %d /H %d /BPC %d" % tuple(
        int(made[key]) for key in ("/Width", "/Height", "/BitsPerComponent")
    )
    if "/ImageMask" in made and bool(made["/ImageMask"]):
        said += b" /IM true"
        if "/Decode" in made:
            said += b" /D [%d %d]" % tuple(int(v) for v in made["/Decode"])
    else:
        said += b" /CS %s" % _SHORT[str(made["/ColorSpace"])].encode()
    packed = base64.a85encode(data) + b"~>"
    lines = [packed[at : at + _LINE] for at in range(0, len(packed), _LINE)]
    return b"BI %s /F %s ID\n%s\nEI" % (said, filters, b"\n".join(lines))
