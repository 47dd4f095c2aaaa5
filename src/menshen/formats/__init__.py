"""The formats: who reads a document, by its first bytes and then by its name.

A format is a module of this folder with a constant `FORMAT`, its test, and a line in `BUILTIN`;
the other modules here are what text formats share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module

from menshen.errors import UnsupportedFormatError
from menshen.formats import binary
from menshen.formats.peek import joined, peek
from menshen.model import Document, Format, Part
from menshen.plugins import FORMATS, plugged

__all__ = ["BUILTIN", "for_document", "read"]

BUILTIN = (
    "pdf",
    "docx",
    "pptx",
    "xlsx",
    "odf",
    "ofd",
    "rtf",
    "sevenzip",
    "rar",
    "sqlite",
    "parquet",
    "legacy",
    "tar",
    "packed",
    "sheet",
    "ole",
    "image",
    "media",
    "metafile",
    "zip",
    "mbox",
    "eml",
    "chat",
    "json",
    "html",
    "xml",
    "sql",
    "table",
    "plain",
)
"""The ids of the formats that ship, in the order in which they are asked."""
_BINARY = frozenset(BUILTIN[: BUILTIN.index("mbox")])
"""Those that are not asked, nor loaded, where a document is text by its first bytes."""


@cache
def load(name: str) -> Format:
    """Return the built-in format of this id."""
    format_: Format = import_module(f"menshen.formats.{name}").FORMAT
    return format_


def _formats(document: Document, head: bytes) -> Iterator[Format]:
    """Yield the formats in the order in which they are asked: plug-ins know better than we do."""
    yield from plugged(FORMATS, frozenset(BUILTIN))
    is_text = binary.refusal(head) is None and b"{\\rtf" not in head[:64]
    for name in BUILTIN:
        if not is_text or name not in _BINARY or document.uri.endswith(".tar"):
            yield load(name)


def for_document(document: Document) -> Format:
    """Return the format that reads this document.

    Raises `UnsupportedFormatError`, which says what the document is and what helps. Of a stream
    that can be read once, the format returned gives back the bytes that were looked at.
    """
    once = document.stream is not None and document.data is None and document.path is None
    head, _ = peek(document)
    for format_ in _formats(document, head):
        if format_.claims(document, head):
            return _Resumed(format_, head) if once else format_
    raise binary.refusal(head) or UnsupportedFormatError("no format claims this document")


def read(document: Document) -> Iterator[Part]:
    """Yield the blocks of a document and the remarks about it, by whichever format reads it."""
    yield from for_document(document).read(document)


class _Resumed:
    """A format for a stream whose first bytes were read already."""

    def __init__(self, format_: Format, head: bytes) -> None:
        self._format = format_
        self._head = head

    @property
    def id(self) -> str:
        return self._format.id

    def claims(self, document: Document, head: bytes) -> bool:
        return self._format.claims(document, head)

    def read(self, document: Document) -> Iterable[Part]:
        return self._format.read(joined(document, self._head))
