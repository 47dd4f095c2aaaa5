"""F, formats: two ways to write the same, 幢 or 栋, 2单元 or 二单元, 138 0013 8000 or not.

Each form is a place in a cell where two renderings of one truth may stand. Forms are independent
of each other, so a cell may carry several. A form reads any text in which its place can be found,
also a retyped one in which columns were merged; a third rendering is erased.

They die when somebody normalises the column, and then nothing is left of them: the decoder erases
a form that never varies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from menshen.late import late
from menshen.marks.canonical import numeral

__all__ = ["FORMS", "Form", "form", "usual"]

_WORD = late("(?<=[0-9])(?:号楼|號樓|幢|栋|棟|#)")
_UNIT = late("(?<![0-9])([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?=单元)")
_ROOM = late("(?<=[0-9])[0-9]{2}室?$")
_GAP = late("(?<=[一-鿿])(?P<gap> ?)(?=[0-9]{1,3}(?:号楼|幢|栋|#|座|-))")
_PHONE = late("1[3-9][0-9](?P<one>[ -]?)[0-9]{4}(?P<two>[ -]?)[0-9]{4}")
_DATE = late("((?:19|20)[0-9]{2})([-/.年])([01]?[0-9])([-/.月])([0-3]?[0-9])(日?)(?![0-9])")
_LAYOUT = late("([0-9一二两三四五六七八九])(?=[室房厅卫厨阳])")
_NAME = late("([一-鿿])([ 　]?)([一-鿿])")
_HAN = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Form:
    """A place in a cell, and what stands there for symbol 0 and for symbol 1.

    `kinds` are the kinds of columns that have it; `pairs` the renderings to choose from: the first
    is what is usual where the source says nothing.
    """

    id: str
    kinds: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    plain: bool = True

    def read(self, text: str) -> str | None:
        """Return the rendering that stands in a text, or None where the place is not found."""
        return _READ[self.id](text)

    def write(self, text: str, rendering: str) -> str:
        """Return the text with a rendering in the place; the text itself if it has no place."""
        return _WRITE[self.id](text, rendering)


def usual(form_: Form, cells: Iterable[str]) -> tuple[tuple[str, str] | None, bool]:
    """Return the renderings to use in a column, and whether both occur in it already.

    They are the most frequent of the source and the second, or its usual partner; None where
    fewer than one cell in five has the place.
    """
    held = [c for c in cells if c]
    seen = Counter(r for r in map(form_.read, held) if r is not None)
    if seen.total() * 5 < len(held) or not seen:
        return None, False
    ranked = [r for r, _ in seen.most_common()]
    known = {r for pair in form_.pairs for r in pair}
    ranked = [r for r in ranked if r in known]
    if not ranked:
        return None, False
    for second in ranked[1:]:
        if (ranked[0], second) in form_.pairs or (second, ranked[0]) in form_.pairs:
            return (ranked[0], second), True
    partner = next(b if a == ranked[0] else a for a, b in form_.pairs if ranked[0] in {a, b})
    return (ranked[0], partner), False


def _word_read(text: str) -> str | None:
    found = _WORD.search(text)
    return found.group() if found else None


def _word_write(text: str, rendering: str) -> str:
    return _WORD.sub(rendering, text, count=1)


def _unit_read(text: str) -> str | None:
    found = _UNIT.search(text)
    return None if found is None else "2" if found[1].isascii() else "二"


def _unit_write(text: str, rendering: str) -> str:
    return _UNIT.sub(lambda m: numeral_in(m[1], arabic=rendering == "2"), text, count=1)


def numeral_in(written: str, *, arabic: bool) -> str:
    """Return a number below a hundred in Arabic or Chinese numerals.

    >>> numeral_in("12", arabic=False), numeral_in("二十", arabic=True), numeral_in("02", arabic=False)
    ('十二', '20', '02')
    """
    if written.isascii() and (written[0] == "0" or written.isascii() == arabic):
        return written
    if not written.isascii():
        return numeral(written) if arabic else written
    tens, ones = divmod(int(written), 10)
    head = "" if not tens else "十" if tens == 1 else _HAN[tens] + "十"
    return head + (_HAN[ones] if ones or not tens else "")


def _room_read(text: str) -> str | None:
    found = _ROOM.search(text)
    return None if found is None else "室" if found.group().endswith("室") else ""


def _room_write(text: str, rendering: str) -> str:
    return text if _ROOM.search(text) is None else text.removesuffix("室") + rendering


def _gap_read(text: str) -> str | None:
    found = _GAP.search(text)
    return None if found is None else found["gap"]


def _gap_write(text: str, rendering: str) -> str:
    return _GAP.sub(rendering, text, count=1)


def _phone_read(text: str) -> str | None:
    found = _PHONE.fullmatch(text.strip())
    return found["one"] if found and found["one"] == found["two"] else None


def _phone_write(text: str, rendering: str) -> str:
    if _phone_read(text) is None:
        return text
    bare = re.sub("[ -]", "", text.strip())
    return f"{bare[:3]}{rendering}{bare[3:7]}{rendering}{bare[7:]}"


def _date_read(text: str) -> str | None:
    found = _DATE.search(text)
    if found is None:
        return None
    ends = found[2] + found[4] + found[6]
    return "年" if ends == "年月日" else found[2] if found[2] == found[4] and not found[6] else None


def _date_write(text: str, rendering: str) -> str:
    if _date_read(text) is None:
        return text
    one, two, end = ("年", "月", "日") if rendering == "年" else (rendering, rendering, "")
    return _DATE.sub(lambda m: f"{m[1]}{one}{m[3]}{two}{m[5]}{end}", text, count=1)


def _layout_read(text: str) -> str | None:
    found = set(_LAYOUT.findall(text))
    arabic = {c for c in found if c.isascii()}
    return None if not found or (arabic and arabic != found) else "3" if arabic else "三"


def _layout_write(text: str, rendering: str) -> str:
    if _layout_read(text) is None:
        return text
    if rendering == "3":
        return _LAYOUT.sub(lambda m: numeral(m[1]), text)
    return _LAYOUT.sub(lambda m: "两" if m[1] in "2两" else numeral_in(m[1], arabic=False), text)


def _name_read(text: str) -> str | None:
    found = _NAME.fullmatch(text)
    return found[2] if found else None


def _name_write(text: str, rendering: str) -> str:
    return _NAME.sub(f"\\1{rendering}\\3", text) if _NAME.fullmatch(text) else text


_READ = {
    "word": _word_read, "unit": _unit_read, "room": _room_read, "gap": _gap_read,
    "phone": _phone_read, "date": _date_read, "layout": _layout_read, "name": _name_read,
}  # fmt: skip
_WRITE = {
    "word": _word_write, "unit": _unit_write, "room": _room_write, "gap": _gap_write,
    "phone": _phone_write, "date": _date_write, "layout": _layout_write, "name": _name_write,
}  # fmt: skip

_HOUSE = ("address", "building")
FORMS = (
    Form("word", _HOUSE, (("幢", "栋"), ("号楼", "栋"), ("#", "栋"), ("幢", "号楼"), ("#", "号楼"), ("#", "幢"))),
    Form("unit", ("address", "unit"), (("2", "二"),)),
    Form("room", ("address", "room"), (("室", ""),)),
    Form("gap", ("address",), (("", " "),)),
    Form("phone", ("phone",), (("", " "), ("", "-"), (" ", "-"))),
    Form("date", ("date",), (("-", "/"), ("-", "."), ("/", "."), ("年", "-"), ("年", "/"))),
    Form("layout", ("layout",), (("三", "3"),)),
    Form("name", ("name",), (("", " "), ("", "　")), plain=False),
)  # fmt: skip
"""The forms that ship. One that is not `plain` is used only where the source does so already."""


def form(name: str) -> Form:
    """Return the form of this id."""
    return next(f for f in FORMS if f.id == name)


def sampled(cells: Sequence[str], most: int = 2000) -> Sequence[str]:
    """Return cells spread over a column, to see how it is written."""
    step = max(1, len(cells) // most)
    return cells[::step]
