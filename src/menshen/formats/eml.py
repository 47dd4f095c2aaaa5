"""Mails (.eml, .mht): fields and plain bodies as text, HTML bodies and attachments as documents.

A mail is known by its name or by the fields it begins with. A field's name is the label of its
value; the fields of parts, the names of attachments and what stands around the parts are text too.
A plain body that is an exported chat is a document of its own. Places count characters and lines
of the extracted text.

## Known limits
A mail is held in memory as a whole; one of more than 128 MB is refused. Fields that only concern
transport are left out for parts (`_TRANSPORT`), not for the mail. Signed mails (S/MIME) whose
content is not in the clear are reported as unreadable.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats import binary
from menshen.formats.letter import Mail
from menshen.formats.mailed import Mailed
from menshen.formats.mime import parts
from menshen.formats.patches import Patch, written
from menshen.formats.pieces import BLOCK, cut
from menshen.model import Block, Document, Lines, Part

__all__ = ["FORMAT", "MOST", "Eml", "is_mail"]

MOST = 128 << 20
"""No mail of more bytes is read."""
_PARTS = 1000
_NAMED = frozenset((".eml", ".mht", ".mhtml"))
_BEGINS = re.compile(
    r"\ufeff?(?:>?From [^\n]{1,300}\n)?(?:[!-9;-~]{1,60}[ \t]?:[^\n]*+(?:\n[ \t]+[^\n]*+)*+\r?(?:\n|\Z))++(?=\s|\Z)"
)
_NAME = re.compile(r"^(?P<n>[!-9;-~]{1,60})[ \t]?:", re.MULTILINE)
_SENT = frozenset(("from", "received", "return-path", "delivered-to", "message-id"))
_KNOWN = _SENT | {"to", "subject", "date", "cc", "mime-version", "content-type", "reply-to"}
_TELLING = 3
"""So many known fields make a mail, one of them about who sent it or how it came."""


class Eml:
    """Reads mails; `size` is the most a block may hold."""

    id = "eml"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by name, and by the fields it begins with."""
        return PurePath(document.uri).suffix.lower() in _NAMED or is_mail(head)

    def read(self, document: Document) -> Iterator[Part]:
        """Yield fields and plain bodies, then the documents inside, then what was wrong.

        Raises `UnreadableError` for a mail that is too large, and at its end for one of too many
        parts.
        """
        data = _whole(document)
        mail = Mail(document.uri)
        pieces = parts(data)
        for piece in islice(pieces, _PARTS):
            mail.take(piece)
        chunks, starts, labels = mail.text()
        for ordinal, cutting in enumerate(cut(chunks, size=self._size)):
            layout = _Fields(cutting.text, cutting.offset, cutting.line, starts, labels)
            yield Block(document.uri, ordinal, cutting.text, layout, cutting.core)
        yield from mail.inner
        yield from mail.remarks
        if next(pieces, None) is not None:
            raise UnreadableError(f"this mail has more than {_PARTS} parts: split it")

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the mail; a document inside that `inner` does not give is left out with a note."""
        written(document, self.patches(document, edits, inner=inner), out)

    def patches(
        self, document: Document, edits: Iterable[Edit], *, inner: Inner
    ) -> Iterator[Patch]:
        """Yield the patches that carry out the edits, and those of the documents inside."""
        data = _whole(document)
        mail = Mail(document.uri)
        for piece in islice(parts(data), _PARTS):
            mail.take(piece)
        starts = mail.text()[1]
        mailed = Mailed(data, mail.origins, starts)
        for block in self.read(document):
            if isinstance(block, Block):
                assert isinstance(block.layout, Lines)
                mailed.base[block.id] = block.layout.offset
        yield from mailed.patches(edits, mail, inner)


def _whole(document: Document) -> bytes:
    with document.open() as stream:
        data = stream.read(MOST + 1)
    if len(data) > MOST:
        raise UnreadableError("this mail is larger than 128 MB: save its attachments and scan them")
    return data


def is_mail(head: bytes) -> bool:
    r"""Say whether a file that begins with `head` begins with the fields of a mail.

    >>> is_mail("From: a@b.cn\nTo: c@d.cn\nSubject: 名单\n\n正文".encode())
    True
    """
    plain = binary.sample(head)
    found = _BEGINS.match(plain) if plain is not None else None
    if found is None:
        return False
    named = {match["n"].lower() for match in _NAME.finditer(found[0])}
    return len(named & _KNOWN) >= _TELLING and not named.isdisjoint(_SENT)


class _Fields(Lines):
    """The layout of a mail's text: lines, and the names of fields over their values.

    `starts` and `labels` are those of the whole text.
    """

    __slots__ = ("_labels", "_starts")

    def __init__(
        self, held: str, offset: int, line: int, starts: Sequence[int], labels: Sequence[str]
    ) -> None:
        super().__init__(held, offset, line)
        low = max(0, bisect_right(starts, offset) - 1)
        high = bisect_right(starts, offset + len(held))
        self._starts = list(starts[low:high])
        self._labels = list(labels[low:high])

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the name of the field that holds a position; nothing in a body."""
        index = bisect_right(self._starts, self.offset + start) - 1
        return (self._labels[index],) if index >= 0 and self._labels[index] else ()


FORMAT = Eml()
