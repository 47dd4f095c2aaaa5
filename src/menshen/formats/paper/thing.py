"""Something on a page that is no text."""

from __future__ import annotations

from typing import NamedTuple

from menshen.engines.ocr import Box

__all__ = ["CARDS", "WORDS", "Thing"]

WORDS = {
    "face": "人脸",
    "qr_code": "二维码",
    "bar_code": "条形码",
    "seal": "印章",
    "name_seal": "名章",
    "thumb_print": "手印",
    "signature": "签名",
    "id_card": "身份证",
    "bank_card": "银行卡",
}
"""What each kind of thing is called in the text of a page."""
CARDS = frozenset(("id_card", "bank_card"))
"""Kinds that hold other things and text."""


class Thing(NamedTuple):
    """Something that is no text: its kind (see `WORDS`), where it is in pixels, what a code says.

    `parts` are the boxes that become grey when it is taken out, where that is not all of it: what
    is printed on a card beside its labels.
    """

    kind: str
    box: Box
    content: str = ""
    parts: tuple[Box, ...] = ()

    def __repr__(self) -> str:
        return f"Thing({self.kind!r}, {tuple(map(round, self.box))})"
