"""Whether what stands around the values is the same before and after, as other programs see it.

Text is compared as it stands in the file, to the character. Packages and archives are unpacked: of
each part the tags must follow each other as they did, and the text between values must be there, in
its order; what is no text must be the same bytes. Databases are dumped, tables read by pyarrow, PDF
by pdftotext, whose words must stand where they stood; office documents by LibreOffice besides.
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path, PurePath

from benchmarks.documents import programs, witnesses
from menshen.text import compact

__all__ = ["TEXTS", "decoded", "differs", "plain"]

TEXTS = frozenset(
    (".csv", ".tsv", ".json", ".jsonl", ".txt", ".md", ".sql", ".log", ".xml", ".html")
)
"""Endings of files that are text as they are."""
_MAILS = frozenset((".eml", ".mbox"))
_OFFICE = frozenset((".doc", ".xls", ".ppt", ".rtf"))
"""What LibreOffice alone can compare: it is written in another form, or in escapes."""
_GAP = 400
"""A stand-in is no longer than so many characters."""
_NEAR = 0.6
"""Points by which a word on a page may have moved."""
_LEFT_OUT = re.compile(
    "humbnail|TablePreview|printerSettings|_xmlsignatures|documentsignatures|Signs/|calcChain"
)
"""Parts that are left out since they show, or vouch for, what was there; see docs/formats.md."""
_ENTRY = re.compile(r"<(?:Relationship|Override|manifest:file-entry)\b[^>]*>")
_GLYPHS = re.compile(r"<ofd:(CGTransform|Signatures)\b.*?</ofd:\1>", re.DOTALL)
"""The numbers of glyphs, and what tells of signatures, in OFD."""
_TAG = re.compile(r"<(/?[A-Za-z][^\s/>]*)[^>]*>")
_CELL = frozenset(("v", "f", "is", "t"))
"""Tags inside a cell: a number that becomes text changes them, a formula's value goes."""
_BUILT = re.compile('INSERT INTO "?(?:sqlite_stat[0-9]|[^ "]+_(?:data|idx|docsize))"? ')
"""Statistics, which are dropped, and indexes of words, which are built anew."""
_PACKERS = {b"\x1f\x8b": "gzip", b"BZ": "bzip2", b"\xfd7": "xz"}


def plain(text: str) -> str:
    """Return a text without blanks, width folded."""
    return "".join(compact(text).split())


def decoded(data: bytes) -> str:
    """Return the text of a file, by its mark, or UTF-8, or GB18030."""
    marked = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for charset in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(charset)
    return data.decode("latin-1")


def differs(before: Path, after: Path, values: Iterable[str]) -> list[str]:
    """Return what is not the same around the values; nothing where all is."""
    held = sorted({v for v in values if v}, key=len, reverse=True)
    ending, old, new = before.suffix, before.read_bytes(), after.read_bytes()
    if ending in _OFFICE:
        return []
    if ending in TEXTS and ending not in {".html", ".xml"}:
        return [] if _same(decoded(old), decoded(new), held) else ["text"]
    if ending in TEXTS:
        return [*_marked(decoded(old), decoded(new), held)]
    bare = sorted({plain(v) for v in held}, key=len, reverse=True)
    if ending in _MAILS:
        said, then = (plain(witnesses.mailed(path)) for path in (before, after))
        parts = zip_longest(_attached(old), _attached(new), fillvalue=("", b""))
        found = [] if _same(said, then, bare) else ["mail"]
        return found + [told for one, other in parts for told in _member(one, other, bare)]
    if ending == ".pdf":
        return [*_printed(before, after, bare)]
    if ending == ".db":
        return [*_dumped(before, after, bare)]
    if ending == ".parquet":
        return [*_rows(before, after, bare)]
    return [*_member((before.name, old), (before.name, new), bare)]


def _same(before: str, after: str, values: Sequence[str]) -> bool:
    """Say whether what stood between the values still stands there, in its order."""
    for value in values:
        before = before.replace(value, "\0")
    at, reach = 0, 0
    for number, piece in enumerate(before.split("\0")):
        reach += _GAP if number else 0
        if not piece:
            continue
        where = after.find(piece, at, at + len(piece) + reach)
        if where < 0:
            return False
        at, reach = where + len(piece), 0
    return True


def _marked(before: str, after: str, values: Sequence[str]) -> Iterator[str]:
    """Yield what differs in a page: its tags with all that stands in them, and its text."""
    tags = [[m[0] for m in _TAG.finditer(text)] for text in (before, after)]
    if len(tags[0]) != len(tags[1]) or not all(
        _same(one, other, values) for one, other in zip(*tags, strict=True)
    ):
        yield "tags"
    text, now = (html.unescape(_TAG.sub("", one)) for one in (before, after))
    if not _same(text, now, values):
        yield "text"


def _member(old: tuple[str, bytes], new: tuple[str, bytes], values: Sequence[str]) -> Iterator[str]:
    """Yield what differs in a part of a package, or in a member of an archive."""
    (name, before), (other, after) = old, new
    if not _same(plain(name), plain(other), values):
        yield f"name of {name}"
    if before == after:
        return
    inside, then = list(_inside(before)), list(_inside(after))
    if inside:
        yield from _members(inside, then, values, name)
    elif b"\0" in before[:1000] and before[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        yield f"bytes of {name}"
    else:
        yield from _part(name, decoded(before), decoded(after), values)


def _part(name: str, before: str, after: str, values: Sequence[str]) -> Iterator[str]:
    if before.lstrip().startswith("<"):
        before, after = (_GLYPHS.sub("", text) for text in (before, after))
        before = _ENTRY.sub(lambda entry: "" if _LEFT_OUT.search(entry[0]) else entry[0], before)
        if _tags(before) != _tags(after):
            yield f"tags of {name}"
        before, after = (html.unescape(_TAG.sub("", text)) for text in (before, after))
    if not _same(plain(before), plain(after), values):
        yield f"text of {name}"


def _tags(text: str) -> list[str]:
    """Return the tags in order, without those inside cells."""
    return [tag for tag in _TAG.findall(text) if tag.lstrip("/") not in _CELL]


def _members(
    before: list[tuple[str, bytes]],
    after: list[tuple[str, bytes]],
    values: Sequence[str],
    whole: str,
) -> Iterator[str]:
    """Yield what differs in members: those of one name are compared, the others in their order."""
    named = dict(after)
    spare = [one for one in after if one[0] not in dict(before)]
    for name, data in before:
        if name in named:
            yield from _member((name, data), (name, named[name]), values)
            continue
        alike = next((o for o in spare if not [*_member((name, data), o, values)]), None)
        if alike is not None:
            spare.remove(alike)
        elif not _LEFT_OUT.search(name):
            yield f"{name} in {whole} is gone"
    if spare:
        yield f"{len(spare)} more in {whole}"


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what unpacks out of a file, one level."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                name = info.filename
                if not info.flag_bits & 0x800 and not name.isascii():
                    name = name.encode("cp437", "replace").decode("gbk", "replace")
                yield name, archive.read(info)
    elif data[:2] in _PACKERS:
        command = [_PACKERS[data[:2]], "-dc"]
        yield "packed", subprocess.run(command, input=data, capture_output=True, check=False).stdout
    elif data.startswith(b"7z\xbc\xaf") or data[257:262] == b"ustar":
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder, "a"), Path(folder, "out")
            source.write_bytes(data)
            out.mkdir()
            subprocess.run(
                ["bsdtar", "-xf", source, "-C", out], capture_output=True, check=False,
                env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            )  # fmt: skip
            for path in sorted(p for p in out.rglob("*") if p.is_file()):
                yield str(path.relative_to(out)), path.read_bytes()


def _attached(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what is attached to the mails of a file, as Python's email reads it."""
    import mailbox
    from email import message_from_bytes
    from email.policy import default

    mails = [data]
    if data.startswith(b"From "):
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            mails = [mail.as_bytes() for mail in mailbox.mbox(file.name)]
    for mail in mails:
        for part in message_from_bytes(mail, policy=default).walk():
            if part.is_attachment() and part.get_content_maintype() != "message":
                payload = part.get_payload(decode=True)
                yield (
                    PurePath(part.get_filename() or "").name,
                    payload if isinstance(payload, bytes) else b"",
                )


def _printed(before: Path, after: Path, values: Sequence[str]) -> Iterator[str]:
    """Yield what pdftotext reads otherwise: pieces of lines between values, and words elsewhere.

    Where a line has a gap now, its ends are taken for columns, so lines may come in another order.
    """
    text = "\1".join(map(plain, witnesses.printed(before).split("\n")))
    now = plain(witnesses.printed(after))
    for value in values:
        text = re.sub("\1*".join(map(re.escape, value)), "\0", text)
    pieces = Counter(piece for piece in re.split("[\0\1]", text) if len(piece) > 1)
    lost = sum(now.count(piece) < often for piece, often in pieces.items())
    if lost:
        yield f"{lost} pieces of lines"
    moved = _moved(_words(before), _words(after), values)
    if moved:
        yield f"{moved} words moved"


_Word = tuple[int, str, float, float]


def _words(path: Path) -> list[_Word]:
    """Return the words of a PDF with their pages and where each begins, as pdftotext sees them."""
    told = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, check=False
    ).stdout
    page, found = -1, []
    pattern = r'<page |<word xMin="([\d.-]+)" yMin="([\d.-]+)"[^>]*>([^<]*)</word>'
    for match in re.finditer(pattern, told.decode("utf-8", "replace")):
        if match[3] is None:
            page += 1
        else:
            found.append((page, html.unescape(match[3]), float(match[1]), float(match[2])))
    return found


def _moved(before: list[_Word], after: list[_Word], values: Sequence[str]) -> int:
    """Return how many words that hold no part of a value are not where they were.

    A value may be cut by the end of a word; then the signs on both sides of the cut tell of it.
    """
    parts = {value[at : at + 2] for value in values for at in range(len(value) - 1)}
    places: dict[tuple[int, str], list[tuple[float, float]]] = {}
    for page, word, x, y in after:
        places.setdefault((page, word), []).append((x, y))
    bares = ["", *(plain(word) for _, word, _, _ in before), ""]
    moved = 0
    for number, (page, word, x, y) in enumerate(before, 1):
        bare = bares[number]
        around = bares[number - 1][-1:] + bare + bares[number + 1][:1]
        if len(bare) < 2 or any(part in around for part in parts):
            continue
        near = places.get((page, word), ())
        moved += not any(abs(x - a) < _NEAR and abs(y - b) < _NEAR for a, b in near)
    return moved


def _dumped(before: Path, after: Path, values: Sequence[str]) -> Iterator[str]:
    """Yield what sqlite3 dumps otherwise, table by table, statement by statement."""
    (old, held), (new, kept) = _statements(before), _statements(after)
    for table in old.keys() | new.keys():
        if not _same(plain(old.get(table, "")), plain(new.get(table, "")), values):
            yield f"rows of {table[:40]}"
    if len(held) != len(kept):
        yield "blobs"
    for one, other in zip(held, kept, strict=False):
        yield from _member(("blob", one), ("blob", other), values)


def _statements(path: Path) -> tuple[dict[str, str], list[bytes]]:
    """Return the rows of each table and the other statements, and the blobs."""
    dump = subprocess.run(["sqlite3", path, ".dump"], capture_output=True, check=False).stdout
    found: dict[str, str] = {}
    blobs: list[bytes] = []
    for line in dump.decode("utf-8", "replace").split("\n"):
        if _BUILT.match(line) or line.startswith("ANALYZE"):
            continue
        blobs += [bytes.fromhex(blob) for blob in re.findall("X'([0-9a-fA-F]+)'", line)]
        row = re.match('INSERT INTO ("[^"]+"|[^ ]+) ', line)
        table = row[1] if row else "schema: " + re.sub("'[^']*'", "''", line)[:40]
        found[table] = found.get(table, "") + re.sub("X'[0-9a-fA-F]+'", "X", line)
    return found, blobs


def _rows(before: Path, after: Path, values: Sequence[str]) -> Iterator[str]:
    """Yield what pyarrow reads otherwise: schema, row groups, cells."""
    import pyarrow.parquet as pq

    old, new = (pq.ParquetFile(path) for path in (before, after))
    if not old.schema_arrow.equals(new.schema_arrow, check_metadata=True):
        yield "schema"
    if old.metadata.num_row_groups != new.metadata.num_row_groups:
        yield "row groups"
    for one, other in zip_longest(old.read().to_pylist(), new.read().to_pylist()):
        if one != other and not _same(plain(repr(one)), plain(repr(other)), values):
            yield "row"


def office(before: str, after: str, values: Iterable[str]) -> bool:
    """Say whether the texts that LibreOffice reads of a document are the same around the values."""
    held = sorted({plain(v) for v in values if v}, key=len, reverse=True)
    return _same(_bare(before), _bare(after), held)


def _bare(text: str) -> str:
    """Return a text without blanks, and without tags where it is a flat presentation."""
    return plain(programs.bare(text)).replace('"', "")
