"""Photos of ID cards and bank cards, told by what is printed on them.

An ID card has its labels in their order and a number or a face beside them; a form that asks for
the same has other labels between. A bank card has a number whose check digit holds, the words of
a card, and not much else on the page.

References: GA 448-2013, 居民身份证总体技术要求 (what stands where); ISO/IEC 7812-1 (check digit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from menshen.engines.ocr import Box, Line
from menshen.formats.paper.rows import NOWHERE, laid_out
from menshen.formats.paper.thing import Thing

__all__ = ["around", "cards"]

_GAP = "[ \t]?"
_FRONT = re.compile(
    f"(?P<name>姓{_GAP}名)[^\n]{{0,24}}\n(?:[^\n]{{0,6}}\n)?"
    f"(?P<sex>性{_GAP}别)[^\n]{{0,12}}?(?P<people>民{_GAP}族)[^\n]{{0,12}}\n"
    f"(?P<born>出{_GAP}生)[^\n]{{4,24}}\n"
    f"(?P<home>住{_GAP}址)[^\n]{{0,40}}\n(?:[^\n]{{1,40}}\n){{0,4}}?"
    "(?P<number>公民身份号码)(?P<digits>[^\n]{0,30})"
)
_BACK = re.compile(
    "(?P<title>居民身份证)[^\n]{0,10}\n(?:[^\n]{0,30}\n){0,2}?"
    "(?P<organ>签发机关)[^\n]{2,24}\n(?P<until>有效期限)(?P<digits>[^\n]{8,30})"
)
_NUMBER = re.compile("(?<![0-9])[0-9]{4}(?:[ \t]?[0-9]{4}){3}(?:[ \t]?[0-9]{1,3})?(?![0-9])")
_CARD = re.compile(
    "银联|借记卡|储蓄卡|信用卡|贷记卡|union ?pay|valid|thru|month|debit|credit", re.IGNORECASE
)
_FEW = 20


def cards(lines: Sequence[Line], faces: Sequence[Box]) -> Iterator[Thing]:
    """Yield the cards on a page with these lines and faces."""
    text, boxes = laid_out(lines)
    for shape in (_FRONT, _BACK):
        for found in shape.finditer(text):
            labels = {
                i
                for name in found.groupdict()
                if name != "digits"
                for i in range(*found.span(name))
            }
            inside = [i for i in range(*found.span()) if boxes[i] != NOWHERE]
            box = around([boxes[i] for i in inside])
            near = [face for face in faces if _beside(face, box)]
            if near or sum(c.isdigit() for c in found["digits"]) >= 8:
                printed = [boxes[i] for i in inside if i not in labels]
                yield Thing("id_card", around([box, *near]), "", (*printed, *near))
    if len(lines) <= _FEW and _CARD.search(text):
        for found in _NUMBER.finditer(text):
            if _holds(found[0]):
                printed = [box for box in boxes[slice(*found.span())] if box != NOWHERE]
                yield Thing("bank_card", around(boxes), "", tuple(printed))


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes, empty ones left out.

    >>> around([(0, 0, 2, 1), (5, 3, 6, 7)])
    (0, 0, 6, 7)
    """
    held = [box for box in boxes if box != NOWHERE] or [NOWHERE]
    return (
        min(b[0] for b in held),
        min(b[1] for b in held),
        max(b[2] for b in held),
        max(b[3] for b in held),
    )


def _beside(face: Box, box: Box) -> bool:
    """Say whether a face stands where a card with this text has its photo."""
    x, y = (face[0] + face[2]) / 2, (face[1] + face[3]) / 2
    wide = box[2] - box[0]
    return box[0] < x < box[2] + 0.5 * wide and box[1] - 0.2 * wide < y < box[3] + 0.2 * wide


def _holds(number: str) -> bool:
    digits = [int(c) for c in reversed(number) if c.isdigit()]
    doubled = [sum(divmod(2 * d, 10)) for d in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0 and len(set(digits)) > 2
