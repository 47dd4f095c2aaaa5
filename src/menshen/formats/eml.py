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
from email.message import Message
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats import binary
from menshen.formats.encoded import body, text, words
from menshen.formats.mime import Part as Piece
from menshen.formats.mime import parts
from menshen.formats.patches import Patch, written
from menshen.formats.pieces import BLOCK, cut
from menshen.formats.turns import way_of
from menshen.model import Block, Document, Failure, Lines, Part, Remark

__all__ = ["FORMAT", "MOST", "Eml", "Mail", "Origin", "charset_of", "is_mail", "name_of"]

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
_TRANSPORT = frozenset(
    ("content-type", "content-transfer-encoding", "content-disposition", "content-id", "content-length",
     "mime-version", "x-attachment-id")
)  # fmt: skip
_PLAIN = frozenset(
    ("text/plain", "text/rfc822-headers", "message/delivery-status", "message/disposition-notification")
)  # fmt: skip
_HIDDEN = "this mail is encrypted: open it in its mail program and save it without encryption"


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
        from menshen.formats.mailed import Mailed

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


class Origin(NamedTuple):
    """Where a text of a mail comes from: a part's `from` line, `field`, `name`, `body` or `rest`.

    `number` is that of the field; `lead` counts the characters of the text before what it says.
    """

    kind: str
    part: Piece
    lead: int
    number: int = 0


class Mail:
    """What was taken out of a mail so far: texts with their labels, documents, remarks.

    Beside each text stands its origin; `holders` are the parts that hold the documents inside,
    `hidden` those whose content is encrypted.
    """

    def __init__(self, uri: str) -> None:
        self.inner: list[Document | Failure] = []
        self.remarks: list[Remark] = []
        self.origins: list[Origin] = []
        self.holders: dict[str, Piece] = {}
        self.hidden: list[Piece] = []
        self._uri = uri
        self._texts: list[tuple[str, str]] = []
        self._names: set[str] = set()
        self._count = 0

    def text(self) -> tuple[list[str], list[int], list[str]]:
        """Return the texts, and where in the whole each begins and which label it has."""
        starts, at = [], 0
        for _, held in self._texts:
            starts.append(at)
            at += len(held)
        return [held for _, held in self._texts], starts, [label for label, _ in self._texts]

    def take(self, piece: Piece) -> None:
        """Add a piece of the mail."""
        self._count += piece.kind == "leaf"
        if piece.fault:
            self._remark("broken_mail", piece.fault)
        if piece.kind == "around":
            self._say(piece.body, Origin("rest", piece, 1))
            return
        name = name_of(piece.head)
        self._fields(piece, name)
        if piece.kind == "leaf":
            self._leaf(piece, name)
        elif piece.head.get_content_subtype() == "encrypted":
            self.inner.append(Failure(self._address("encrypted"), "EncryptedError", _HIDDEN))
            self.hidden.append(piece)

    def _fields(self, piece: Piece, name: str) -> None:
        """Add the fields of a part, those of the mail itself all, and an attachment's name."""
        whole = not piece.start
        if whole and (line := piece.head.get_unixfrom()):
            self._take("", words(line.rstrip("\r\n")) + "\n", Origin("from", piece, 0))
        added = len(self._texts)
        for number, (label, value) in enumerate(piece.fields):
            if whole or label.lower() not in _TRANSPORT:
                origin = Origin("field", piece, len(label) + 2, number)
                self._take(label, f"{label}: {words(value)}\n", origin)
        if name:
            self._take("filename", f"filename: {name}\n", Origin("name", piece, len("filename: ")))
        if not whole and len(self._texts) > added:
            label, first = self._texts[added]
            self._texts[added] = (label, "\n" + first)
            origin = self.origins[added]
            self.origins[added] = origin._replace(lead=origin.lead + 1)

    def _take(self, label: str, plain: str, origin: Origin) -> None:
        self._texts.append((label, plain))
        self.origins.append(origin)

    def _leaf(self, piece: Piece, name: str) -> None:
        """Add what a part holds: text to the text, anything else as a document."""
        kind = piece.head.get_content_type()
        held = body(piece.head, piece.body)
        if held.fault:
            self._remark("broken_mail", held.fault)
        if kind in _PLAIN and not name:
            self._say(held.data, Origin("body", piece, 1), piece.head)
        elif _is_hidden(piece.head):
            self.inner.append(
                Failure(self._address(name or "smime.p7m"), "EncryptedError", _HIDDEN)
            )
            self.hidden.append(piece)
        elif held.data or name:
            self._add(name or _unnamed(kind), held.data, piece)
        if held.rest:
            self._say(held.rest, Origin("rest", piece, 1))

    def _say(self, data: bytes, origin: Origin, head: Message | None = None) -> None:
        """Add a text of its own; a chat becomes a document, read as one."""
        said = text(data, "" if head is None else charset_of(head))
        for kind, note in said.faults:
            self._remark(kind, note)
        if way_of(said.text):
            self._add("body.txt", said.text.encode("utf-8", "surrogateescape"), origin.part)
        elif said.text:
            self._take("", "\n" + said.text + "\n", origin)

    def _add(self, name: str, data: bytes, piece: Piece) -> None:
        address = self._address(name)
        self.inner.append(Document(address, data=data))
        self.holders[address] = piece

    def _address(self, name: str) -> str:
        """Return the address of a document inside the mail, each its own."""
        path, number, found = PurePath(name), 1, name
        while found in self._names:
            number += 1
            found = f"{path.stem}-{number}{path.suffix}"
        self._names.add(found)
        return f"{self._uri}!/{found}"

    def _remark(self, kind: str, note: str) -> None:
        where = f"part {self._count}: " if self._count else ""
        self.remarks.append(Remark(self._uri, kind, where + note))


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


def charset_of(head: Message) -> str:
    """Return the charset that a part declares, or nothing."""
    try:
        return str(head.get_content_charset("") or "")
    except (ValueError, LookupError, TypeError):
        return ""


def name_of(head: Message) -> str:
    """Return the name of an attachment, or nothing."""
    try:
        name = head.get_filename("") or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", words(str(name)).replace("/", "_")).strip()


def _is_hidden(head: Message) -> bool:
    """Say whether a part is encrypted by S/MIME."""
    if head.get_content_type() not in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
        return False
    return str(head.get_param("smime-type", "enveloped-data")).lower() != "signed-data"


def _unnamed(kind: str) -> str:
    kinds = {"text/html": "body.html", "message/rfc822": "message.eml", "text/plain": "body.txt"}
    return kinds.get(kind, "attachment")


FORMAT = Eml()
