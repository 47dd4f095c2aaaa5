"""The sheets of xlsx files: how far their cells reach, and the same without their empty rows."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from menshen.errors import UnreadableError
from menshen.formats.grown import DAMAGED, MOST, TEXT, Grown, refuse

__all__ = ["closed", "letters", "shared", "sheets", "weigh"]

_PIECE = 1 << 22
_FILLED = 1 << 20
"""A sheet of more filled cells is not put together anew."""
_ATTRIBUTES = rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*+"
_REFERENCE = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']([A-Za-z]{0,9})([0-9]{0,12})")
_TAG = re.compile(rb"<(?:\w+:)?(?:c|row)(?=[\s/>])")
# As all programs write a place, it is the first attribute: to look for that takes a fifth of the time.
_USUAL = re.compile(rb"<(?:c|row) r=\"([A-Z]{0,3})([0-9]{1,7})\"")
_PLAIN = (b"<c ", b"<c>", b"<c/", b"<row ", b"<row>", b"<row/")
_ODD = (b":c ", b":c>", b":row", b"<c\t", b"<c\n", b"<c\r", b"<row\t", b"<row\n", b"<row\r")
_PLACED = re.compile(_TAG.pattern + rb"[^<>]*?(?<![\w:.-])r\s*=\s*[\"'][A-Za-z0-9]")
_TOKEN = re.compile(
    rb"<(?:\w+:)?(?:row(?P<row>%b)\s*/?>|c(?P<cell>%b)\s*"
    rb"(?:/>|>(?P<held>(?:[^<]++|<(?!/?(?:\w+:)?c[\s/>]))*+)</(?:\w+:)?c\s*>))"
    % (_ATTRIBUTES, _ATTRIBUTES)
)
_OWN = re.compile(rb"\sr\s*=\s*[\"'](?P<c>[A-Za-z]{0,3})(?P<r>[0-9]{1,7})[\"']")
_ROOT = re.compile(
    rb"[^<]*+(?:<\?[^>]*+>|<!--(?:[^-]++|-(?!->))*+-->|\s++)*+<(?P<p>\w+:)?worksheet[^>]*+>"
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*+>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*+>")
_ID = re.compile(rb"(?<![A-Za-z])[iI]d\s*=\s*[\"']([^\"']+)")
_TARGET = re.compile(rb"Target\s*=\s*[\"']([^\"']+)[\"']")
_ITEM = re.compile(rb"<(?:\w+:)?si[\s/>]")
_NAMES = re.compile(
    rb"(?<![\w:.-])t\s*=\s*[\"']s[\"'][^<>]*+>(?:[^<]*+<(?!/?(?:\w+:)?(?:v|c)[\s>/])[^<>]*+>)*+"
    rb"[^<]*+<(?:\w+:)?v[^<>]*+>\s*([0-9]{1,9})"
)


def shared(archive: zipfile.ZipFile) -> list[int]:
    """Return the sizes of the shared texts of an xlsx file."""
    for name in archive.namelist():
        if name.lower().endswith("sharedstrings.xml"):
            part = archive.read(name)
            starts = [match.start() for match in _ITEM.finditer(part)]
            return [end - start for start, end in pairwise([*starts, len(part)])]
    return []


def weigh(part: bytes, sizes: Sequence[int]) -> None:
    """Raise `UnreadableError` when the shared texts that a sheet names are too much together."""
    if max(sizes, default=0) * (part.count(b'"s"') + part.count(b"'s'")) <= TEXT:
        return
    whole = Grown()
    for number, count in Counter(_NAMES.findall(part)).items():
        if int(number) < len(sizes):
            whole.text += count * sizes[int(number)]
    whole.check()


def closed(part: bytes) -> tuple[bytes, list[int]] | None:
    """Return a sheet with its filled cells alone, its empty rows left out, and which rows remain.

    None for one that may stay as it is. Raises `UnreadableError` for one that takes too many
    places even so.
    """
    if _at_most(part) <= MOST:
        return None
    grown, rows, count = Grown(), set[int](), 0
    for row, column, _ in _filled(part):
        grown.add(row, column, column)
        rows.add(row)
        count += 1
    if grown.places <= MOST:
        return None
    refuse(grown.places if count > _FILLED else len(rows) * grown.columns)
    return _without_empty_rows(part), sorted(rows)


def _without_empty_rows(part: bytes) -> bytes:
    root = _ROOT.match(part)
    if root is None:
        raise UnreadableError(DAMAGED)
    rows: dict[int, list[tuple[int, bytes]]] = {}
    for row, column, cell in _filled(part):
        rows.setdefault(row, []).append((column, cell))
    p = root["p"] or b""
    lines = [
        b'<%brow r="%d">%b</%brow>' % (p, place, _moved(rows[row], place), p)
        for place, row in enumerate(sorted(rows), 1)
    ]
    data = b"<%bsheetData>%b</%bsheetData></%bworksheet>" % (p, b"".join(lines), p, p)
    return root[0] + data


def _at_most(part: bytes) -> int:
    """Return how many places the cells of a sheet can take at most, empty ones included."""
    rows = columns = untold = 0
    usual = not any(odd in part for odd in _ODD)
    for start, stop in _stretches(part):
        found = _USUAL.findall(part, start, stop) if usual else ()
        if not usual or len(found) != sum(part.count(tag, start, stop) for tag in _PLAIN):
            found = _REFERENCE.findall(part, start, stop)
            untold += len(_TAG.findall(part, start, stop)) - len(_PLACED.findall(part, start, stop))
        columns = max(columns, *(_column(held) + 1 for held in {held for held, _ in found}), 0)
        rows = max(rows, *(int(digits or 0) for digits in {digits for _, digits in found}), 0)
    return (rows + untold) * (columns + untold)


def _stretches(part: bytes) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a part that it is looked through in; each begins with a tag."""
    start = 0
    while start < len(part):
        stop = part.find(b"<", start + _PIECE)
        stop = len(part) if stop < 0 else stop
        yield start, stop
        start = stop


def _column(held: bytes) -> int:
    """Return the number of a column from 0.

    >>> _column(b"A"), _column(b"XFD")
    (0, 16383)
    """
    number = 0
    for letter in held.upper():
        number = 26 * number + letter - 64
    return number - 1


def letters(column: int) -> str:
    """Return the letters of a column.

    >>> letters(0), letters(16383)
    ('A', 'XFD')
    """
    found = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        found = chr(65 + place) + found
    return found


def _filled(part: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield row, column and text of the cells that hold something; positions may go without saying."""
    row = column = -1
    tags = 0
    for match in _TOKEN.finditer(part):
        tags += 1
        attributes = match["cell"] if match["row"] is None else match["row"]
        own = _OWN.search(attributes)
        if own is None and _REFERENCE.search(attributes) is not None:
            raise UnreadableError(DAMAGED)
        if match["row"] is not None:
            row, column = (row + 1 if own is None else int(own["r"]) - 1), -1
            continue
        column = column + 1 if own is None or not own["c"] else _column(own["c"])
        row = row if own is None or not own["c"] else int(own["r"]) - 1
        if match["held"] is not None and match["held"].strip():
            yield max(row, 0), column, match[0]
    if tags != len(_TAG.findall(part)):
        raise UnreadableError(DAMAGED)


def _moved(cells: list[tuple[int, bytes]], place: int) -> bytes:
    """Return cells with the number of their row as it is now."""
    moved = []
    for column, cell in sorted(cells):
        tag, end = cell[: cell.index(b">")], cell[cell.index(b">") :]
        name = _TAG.match(cell)
        assert name is not None
        rest = _OWN.sub(b"", tag[name.end() :], count=1)
        moved.append(b'%b r="%b%d"%b%b' % (name[0], letters(column).encode(), place, rest, end))
    return b"".join(moved)


def sheets(archive: zipfile.ZipFile) -> dict[str, int]:
    """Return the parts of the sheets of an xlsx file by the order of the sheets."""
    try:
        book, links = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        raise UnreadableError(DAMAGED) from None
    targets: dict[bytes, str] = {}
    for link in _LINK.findall(links):
        ident, target = _ID.search(link), _TARGET.search(link)
        if ident is not None and target is not None:
            targets[ident[1]] = target[1].decode("utf-8", "replace")
    found: dict[str, int] = {}
    for place, tag in enumerate(_SHEET.findall(book)):
        ident = _ID.search(tag)
        path = targets.get(ident[1], "") if ident is not None else ""
        found[path.lstrip("/") if path.startswith("/") else f"xl/{path}"] = place
    return found
