"""What a mail holds: its text, part by part, with where each stretch comes from, and documents."""

from __future__ import annotations

import re
from email.message import Message
from pathlib import PurePath
from typing import NamedTuple

from menshen.formats.encoded import body, text, words
from menshen.formats.mime import Part as Piece
from menshen.formats.turns import way_of
from menshen.model import Document, Failure, Remark

__all__ = ["Mail", "Origin", "charset_of", "name_of"]

_TRANSPORT = frozenset(
    ("content-type", "content-transfer-encoding", "content-disposition", "content-id", "content-length",
     "mime-version", "x-attachment-id")
)  # fmt: skip
_PLAIN = frozenset(
    ("text/plain", "text/rfc822-headers", "message/delivery-status", "message/disposition-notification")
)  # fmt: skip
_HIDDEN = "this mail is encrypted: open it in its mail program and save it without encryption"


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
