"""What is seen on a page that is no text: faces, codes, seals, signatures, cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from menshen.engines.codes import codes
from menshen.engines.faces import faces
from menshen.engines.ocr import Box, Line, Pixels

__all__ = ["WORDS", "Thing", "things"]

WORDS = {
    "face": "人脸",
    "qr_code": "二维码",
    "bar_code": "条形码",
    "seal": "印章",
    "signature": "签名",
    "id_card": "身份证",
    "bank_card": "银行卡",
}
"""What each kind of thing is called in the text of a page."""


class Thing(NamedTuple):
    """Something that is no text: its kind, where it is in pixels, and what a code says.

    Kinds are `face`, `qr_code`, `bar_code`, `seal`, `signature`, `id_card`, `bank_card`.
    """

    kind: str
    box: Box
    content: str = ""

    def __repr__(self) -> str:
        return f"Thing({self.kind!r}, {tuple(map(round, self.box))})"


def things(pixels: Pixels, lines: Sequence[Line]) -> Iterator[Thing]:
    """Yield what is seen on a page whose lines of text are known."""
    del lines
    for face in faces(pixels):
        yield Thing("face", face[:4])
    for code in codes(pixels):
        kind = "qr_code" if code.matrix else "bar_code"
        yield Thing(kind, code[:4], code.content)
