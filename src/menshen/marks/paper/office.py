"""Marks in Word and Excel files: their own text, the spacing of letters, the heights of rows.

Word: the text carries what `text` knows; the letters of a paragraph are set a twentieth of a point
wider or narrower. Excel: a row is a quarter of a point higher or not. Both survive saving in
Office; neither survives pasting into another program, where the text's own marks go on.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from menshen.errors import UnreadableError, UsageError
from menshen.marks.paper import text as running
from menshen.marks.paper.positions import ERASED

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from menshen.marks.paper.positions import Bits

__all__ = ["Sheets", "Word"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}identifier"
_CORE = "docProps/core.xml"
_LARGEST = 1 << 28
_STEP = 0.25
_AFTER_SPACING = frozenset(
    f"{_W}{name}"
    for name in (
        "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText",
        "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    )
)  # fmt: skip
"""What stands behind w:spacing in w:rPr (ECMA-376 part 1, 17.3.2.28)."""
_KINDS = ("blank", "dots", "zero")


class _Package:
    """A file of Office: the parts that are looked at, parsed; all else as it was."""

    def __init__(self, raw: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            self.names = self._zip.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise UnreadableError("this is not a file of Word or Excel, or it is damaged") from None
        self.parts: dict[str, Any] = {}

    def part(self, name: str) -> Any:
        """Return the root of a part, None if there is none."""
        if name not in self.names:
            return None
        if name not in self.parts:
            self.parts[name] = self._parsed(name)
        return self.parts[name]

    def _parsed(self, name: str) -> Any:
        etree = _etree()
        info = self._zip.getinfo(name)
        if info.file_size > _LARGEST:
            raise UnreadableError(f"{name}: is too large")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(self._zip.read(info), parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError, RuntimeError):
            raise UnreadableError(f"{name}: cannot be read") from None

    def saved(self) -> bytes:
        """Return the file with the parts as they are now."""
        etree = _etree()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self._zip.infolist():
                root = self.parts.get(info.filename)
                body = self._zip.read(info) if root is None else etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )  # fmt: skip
                target.writestr(info, body, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def stamp(self) -> str:
        """Return what stands as the identifier in the properties."""
        root = self.part(_CORE)
        found = None if root is None else root.find(_DC)
        return "" if found is None else found.text or ""

    def put_stamp(self, stamp: str) -> None:
        """Write the identifier into the properties, where the file has any."""
        root = self.part(_CORE)
        if root is not None:
            found = root.find(_DC)
            found = _etree().SubElement(root, _DC) if found is None else found
            found.text = stamp


def _etree() -> Any:
    try:
        from lxml import etree
    except ImportError:
        raise UsageError(
            "marks in documents need the extra: pip install menshen[documents]"
        ) from None
    return etree


class _Paragraph(NamedTuple):
    node: Any
    start: int
    text: str


class Word:
    """A Word file: first the positions of its text, then one for each paragraph's letters."""

    def __init__(self, raw: bytes) -> None:
        self._package = _Package(raw)
        root = self._package.part("word/document.xml")
        if root is None:
            raise UnreadableError("this is not a file of Word")
        self._texts: list[tuple[Any, int]] = []
        self._paragraphs: list[_Paragraph] = []
        pieces, at = [], 0
        for paragraph in root.iter(f"{_W}p"):
            start, mine = at, []
            for node in paragraph.iter(f"{_W}t"):
                self._texts.append((node, at))
                mine.append(node.text or "")
                at += len(mine[-1])
            self._paragraphs.append(_Paragraph(paragraph, start, "".join(mine)))
            pieces += [*mine, "\n"]
            at += 1
        self.text = "".join(pieces)
        self._slots = [slot for slot in running.slots(self.text, _KINDS) if self._holder(slot)]
        self._spaced = [p for p in self._paragraphs if len(p.text) > 1]

    @property
    def positions(self) -> int:
        """Return how many positions the file has."""
        return len(self._slots) + len(self._spaced)

    def marked(self, held: Bits, stamp: str) -> bytes:
        """Return the file marked with the bits of a copy. The object is used up."""
        here = len(self._slots)
        for slot, bit in reversed(list(zip(self._slots, held[:here], strict=True))):
            holder = self._holder(slot)
            assert holder is not None
            node, start = holder
            old, at = node.text, slot.start - start
            node.text = old[:at] + (slot.on if bit else slot.off) + old[slot.end - start :]
        for paragraph, bit in zip(self._spaced, held[here:], strict=True):
            for run in paragraph.node.iter(f"{_W}r"):
                _space(run, 1 if bit else -1)
        self._package.put_stamp(stamp)
        return self._package.saved()

    def observe(self, leak: bytes) -> npt.NDArray[np.int8]:
        """Return the bits read of a Word file."""
        import numpy as np

        other = Word(leak)
        theirs = _once(
            {p.text: _spacing(p.node) for p in other._spaced}, (p.text for p in other._spaced)
        )
        mine = _once(
            {p.text: _spacing(p.node) for p in self._spaced}, (p.text for p in self._spaced)
        )
        texts = {_plain(text): value for text, value in theirs.items()}
        spaced = [_sign(texts.get(_plain(p.text)), mine.get(p.text)) for p in self._spaced]
        return np.concatenate(
            [self.observe_text(other.text)[: len(self._slots)], np.array(spaced, np.int8)]
        )

    def observe_text(self, leak: str) -> npt.NDArray[np.int8]:
        """Return the bits read of pasted text: nothing is known of letters' spacing."""
        import numpy as np

        found = running.observe(leak, self.text, self._slots)
        return np.concatenate([found, np.full(len(self._spaced), ERASED, np.int8)])

    def stamp(self) -> str:
        """Return the stamp in the file's properties."""
        return self._package.stamp()

    def _holder(self, slot: running.Slot) -> tuple[Any, int] | None:
        """Return the node that holds a place with a character on both sides, and its start."""
        from bisect import bisect_right

        at = bisect_right(self._texts, slot.start - 1, key=lambda pair: pair[1]) - 1
        if at < 0 or slot.start == 0:
            return None
        node, start = self._texts[at]
        inside = start < slot.start and slot.end < start + len(node.text or "")
        return (node, start) if inside else None


class Sheets:
    """An Excel file: one position for each row that holds something."""

    def __init__(self, raw: bytes) -> None:
        self._package = _Package(raw)
        shared = self._package.part("xl/sharedStrings.xml")
        self._shared = (
            [] if shared is None else ["".join(i.itertext()) for i in shared.iter(f"{_S}si")]
        )
        names = sorted(n for n in self._package.names if n.startswith("xl/worksheets/sheet"))
        if not names:
            raise UnreadableError("this is not a file of Excel")
        self._rows = [row for name in names for row in self._of(name)]

    @property
    def positions(self) -> int:
        """Return how many positions the file has."""
        return len(self._rows)

    def marked(self, held: Bits, stamp: str) -> bytes:
        """Return the file marked with the bits of a copy. The object is used up."""
        for (_, row, height), bit in zip(self._rows, held, strict=True):
            row.set("ht", f"{height + (_STEP if bit else 0):g}")
            row.set("customHeight", "1")
        self._package.put_stamp(stamp)
        return self._package.saved()

    def observe(self, leak: bytes) -> npt.NDArray[np.int8]:
        """Return the bits read of an Excel file, whatever the order of its rows."""
        import numpy as np

        other = Sheets(leak)
        heights = _once(
            {told: float(row.get("ht", "nan")) for told, row, _ in other._rows},
            (told for told, _, _ in other._rows),
        )
        seen = Counter(told for told, _, _ in self._rows)
        found = [
            _height_bit(heights.get(told), height) if seen[told] == 1 else ERASED
            for told, _, height in self._rows
        ]
        return np.array(found, dtype=np.int8)

    def stamp(self) -> str:
        """Return the stamp in the file's properties."""
        return self._package.stamp()

    def _of(self, name: str) -> Iterator[tuple[str, Any, float]]:
        """Yield what stands in each row, the row, and its height."""
        root = self._package.part(name)
        form = root.find(f"{_S}sheetFormatPr")
        usual = 15.0 if form is None else float(form.get("defaultRowHeight", 15))
        for row in root.iter(f"{_S}row"):
            told = "\t".join(self._cell(cell) for cell in row.iter(f"{_S}c"))
            if told.strip():
                yield told, row, float(row.get("ht", usual))

    def _cell(self, cell: Any) -> str:
        text = "".join(cell.itertext())
        if cell.get("t") == "s" and text.isdigit() and int(text) < len(self._shared):
            return self._shared[int(text)]
        return text


def _height_bit(theirs: float | None, mine: float) -> int:
    if theirs is None or isnan(theirs):
        return ERASED
    return int(theirs - mine > _STEP / 2) if abs(theirs - mine) < 2 * _STEP else ERASED


def _once(values: Mapping[str, Any], texts: Iterable[str]) -> dict[str, Any]:
    """Return the values of texts that stand once: others cannot be told apart."""
    count = Counter(texts)
    return {text: value for text, value in values.items() if count[text] == 1}


def _plain(text: str) -> str:
    return running.skeleton(text)


def _space(run: Any, by: int) -> None:
    """Set the letters of a run wider or narrower by twentieths of a point."""
    etree = _etree()
    form = run.find(f"{_W}rPr")
    if form is None:
        form = etree.Element(f"{_W}rPr")
        run.insert(0, form)
    spacing = form.find(f"{_W}spacing")
    if spacing is None:
        spacing = etree.Element(f"{_W}spacing")
        later = [n for n, child in enumerate(form) if child.tag in _AFTER_SPACING]
        form.insert(later[0] if later else len(form), spacing)
    spacing.set(f"{_W}val", str(_number(spacing.get(f"{_W}val")) + by))


def _spacing(paragraph: Any) -> int | None:
    """Return the spacing of a paragraph's letters, None where its runs differ."""
    found = set()
    for run in paragraph.iter(f"{_W}r"):
        spacing = run.find(f"{_W}rPr/{_W}spacing")
        found.add(0 if spacing is None else _number(spacing.get(f"{_W}val")))
    return found.pop() if len(found) == 1 else None


def _number(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0


def _sign(theirs: int | None, mine: int | None) -> int:
    if theirs is None or mine is None or abs(theirs - mine) != 1:
        return ERASED
    return int(theirs > mine)
