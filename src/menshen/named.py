"""What the name of a file says: a name of a file is text too, wherever the file lies.

Members of archives and attachments are told by their formats; here it is files on a disk. What is
in a name is found by `scan`, and replaced in the name of the output by `redact`.
"""

from __future__ import annotations

import os
import re
from pathlib import PurePath

from menshen.detectors import find
from menshen.model import Block, Document, Finding, Node, Span
from menshen.policy import Policy

__all__ = ["cut", "found", "told_by"]

_ORDINARY = re.compile(r"(?:\.[A-Za-z0-9_+~-]{1,8})?")
"""An ending that tells a format; in others values are sought."""
_TELLING = re.compile(r"[^\x00-\x7f]|@|[0-9](?:[^0-9]?[0-9]){5}")
"""What a name must have for more than a word to stand in it."""
_ABOVE = 3
"""So many folders above a file say what is in it."""
_LEAD = "文件："
_PLACE = Node("name", "/")


def told_by(name: PurePath, policy: Policy) -> list[list[Finding]]:
    """Return what is found in each part of a path, with spans in the part.

    A part is read by itself, so that nothing is put together from two; people are also looked for
    in the path as a whole, where the name of a folder says what a file in it is.

    >>> from menshen.policy import DEFAULT
    >>> [[f.value for f in part] for part in told_by(PurePath("病历/韩梅梅.docx"), DEFAULT)]
    [[], ['韩梅梅']]
    """
    stems = [cut(part)[0] for part in name.parts]
    told = [find(Block("name", 0, stem), policy=policy) for stem in stems]
    start = 0
    people = _people("/".join(stems), policy)
    for number, stem in enumerate(stems):
        told[number] += _between(people, start, start + len(stem))
        start += len(stem) + 1
    return told


def found(document: Document, ordinal: int, policy: Policy) -> list[Finding]:
    """Return what the name of a document's file says, as findings of a block with that ordinal.

    Folders above it are read for what they say of the file; what they name is not reported anew
    with every file. Spans count in the name.
    """
    stem = cut(document.path.name)[0] if document.path is not None else ""
    if document.path is None or not _TELLING.search(stem):
        return []
    above = "".join(f"{part}/" for part in document.path.parts[-1 - _ABOVE : -1] if part != "/")
    told = find(Block("name", 0, stem), policy=policy)
    if not stem.isascii():
        told += _between(_people(above + stem, policy), len(above), len(above) + len(stem))
    block = f"{document.uri}#{ordinal}"
    kept: dict[tuple[str, Span], Finding] = {}
    for one in sorted(told, key=lambda finding: (finding.span, finding.score)):
        kept[one.type.id, one.span] = one._replace(document=document.uri, block=block, place=_PLACE)
    return list(kept.values())


def _people(path: str, policy: Policy) -> list[Finding]:
    """Return the people in a path, with spans in it."""
    block = Block("name", 0, _LEAD + path)
    return [
        one._replace(span=Span(one.span.start - len(_LEAD), one.span.end - len(_LEAD)))
        for one in find(block, policy=policy)
        if one.type.id == "person_name"
    ]


def _between(findings: list[Finding], start: int, end: int) -> list[Finding]:
    """Return the findings within a stretch, with spans in it."""
    return [
        one._replace(span=Span(one.span.start - start, one.span.end - start))
        for one in findings
        if start <= one.span.start and one.span.end <= end
    ]


def cut(name: str) -> tuple[str, str]:
    """Return a part of a path without its ending, and the ending, where that tells a format.

    >>> cut("王小明.docx"), cut("v1.13800138000")
    (('王小明', '.docx'), ('v1.13800138000', ''))
    """
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a part of a path, no file
    return (stem, suffix) if _ORDINARY.fullmatch(suffix) else (name, "")
