"""Documents written back: what the tests of all packaged formats ask."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import cast

from menshen import formats
from menshen.edits import Edit, Inner, Writer
from menshen.errors import MenshenError
from menshen.model import Block, Document, Failure, Remark, Span

STAND_IN = "〔略〕"


def blocks(document: Document) -> list[Block]:
    return [part for part in formats.read(document) if isinstance(part, Block)]


def text_of(document: Document) -> str:
    """Return the text of a document, and of those inside."""
    texts = []
    for part in formats.read(document):
        if isinstance(part, Block):
            texts.append(part.text[slice(*(part.core or (0, len(part.text))))])
        elif isinstance(part, Document):
            texts.append(inner_text(part))
    return "".join(texts)


def inner_text(document: Document) -> str:
    try:
        return text_of(document)
    except (MenshenError, AttributeError):
        return ""


def remarks(document: Document) -> list[str]:
    return [part.kind for part in formats.read(document) if isinstance(part, Remark)]


def failures(document: Document) -> list[str]:
    return [part.error for part in formats.read(document) if isinstance(part, Failure)]


def edits_of(document: Document, pattern: str, stand_in: str = STAND_IN) -> Iterator[Edit]:
    """Yield an edit for every match of a pattern in the cores of the blocks."""
    for block in blocks(document):
        start, end = block.core or Span(0, len(block.text))
        for found in re.finditer(pattern, block.text):
            if start <= found.start() < end:
                yield Edit(block.id, Span(*found.span()), stand_in)


def keep(document: Document) -> bytes | None:
    return document.data


def replacing(pattern: str, stand_in: str = STAND_IN) -> Inner:
    """Return what replaces a pattern in documents inside, as far as they can be written."""

    def inner(document: Document) -> bytes | None:
        try:
            return written(document, pattern, stand_in)
        except (MenshenError, AttributeError):
            # Formats of plain text have writers of their own, which are tested with them.
            data = document.data or b""
            return re.sub(pattern.encode(), stand_in.encode("utf-8", "replace"), data)

    return inner


def written(document: Document, pattern: str, stand_in: str = STAND_IN) -> bytes:
    """Return the document with all matches of a pattern replaced, those inside too."""
    out = io.BytesIO()
    format_ = cast("Writer", formats.for_document(document))
    edits = list(edits_of(document, pattern, stand_in))
    format_.write(document, edits, out, inner=replacing(pattern, stand_in))
    return out.getvalue()


def unchanged(document: Document) -> bytes:
    out = io.BytesIO()
    cast("Writer", formats.for_document(document)).write(document, [], out, inner=keep)
    return out.getvalue()


def residues(data: bytes, pattern: str) -> list[str]:
    """Return the members of an archive that hold a pattern, seen as text of several charsets."""
    found = []
    wanted = re.compile(pattern)
    for name, member in members(data):
        for charset in ("utf-8", "utf-16-le", "gb18030"):
            found += [name] if wanted.search(member.decode(charset, "ignore")) else []
    return found


def members(data: bytes, name: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the members of an archive and of those inside, and their texts without tags."""
    yield name, data
    yield f"{name}: text", re.sub(rb"<[^<>]*>", b"", data)
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield from members(archive.read(info), f"{name}/{info.filename}")


def same_but(before: bytes, after: bytes, changed: Callable[[str], bool]) -> bool:
    """Say whether two archives hold the same members but for those that may have changed."""
    first, second = dict(members(before)), dict(members(after))
    names = {n for n in first if n and not n.startswith(":") and not n.endswith(": text")}
    return all(first[n] == second.get(n) for n in names if not changed(n.lstrip("/")))
