"""Mails (.eml): header fields and plain bodies as text, HTML bodies and attachments as documents.

A field's name is the label of its value. Places count characters and lines of the extracted text.

## Known limits
Fields that are no address, subject or date stand for transport and are read like the others. A
mail is held in memory as a whole.
"""

from __future__ import annotations

import email
from collections.abc import Iterator
from email import policy
from email.header import decode_header
from email.message import Message
from itertools import islice
from pathlib import PurePath

from menshen.errors import UnreadableError
from menshen.formats.decoding import TextStream, known
from menshen.formats.extract import Anchor, Piece, blocks
from menshen.formats.pieces import BLOCK
from menshen.model import Block, Document, Failure, Part, Text

__all__ = ["FORMAT", "Eml"]

_PARTS = 1000


class Eml:
    """Reads mails; `size` is the most a block may hold."""

    id = "eml"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - by name only
        """Claim by name."""
        return PurePath(document.uri).suffix.lower() == ".eml"

    def read(self, document: Document) -> Iterator[Part]:
        """Yield fields and plain bodies, then the documents inside."""
        with document.open() as stream:
            data = stream.read()
        try:
            yield from self._parts(document, data)
        except RecursionError:
            raise UnreadableError("this mail nests too deep: save its inner mails alone") from None

    def _parts(self, document: Document, raw: bytes) -> Iterator[Part]:
        mail = email.message_from_bytes(raw, policy=policy.compat32)
        texts = [(name, f"{name}: {_words(value)}\n") for name, value in mail.raw_items()]
        inner: list[Document] = []
        names: set[str] = set()
        parts = _leaves(mail)
        for part in islice(parts, _PARTS):
            data, name = _data(part), _name(part)
            if part.get_content_type() == "text/plain" and not name:
                texts.append(("", "\n" + _text(part, data) + "\n"))
            else:
                address = f"{document.uri}!/{_distinct(name or _unnamed(part), names)}"
                inner.append(Document(address, data=data))
        for ordinal, (text, layout, core) in enumerate(blocks(_pieces(texts), self._size)):
            yield Block(document.uri, ordinal, text, layout, core)
        yield from inner
        if next(parts, None) is not None:
            yield Failure(document.uri, "UnreadableError", f"more than {_PARTS} parts: split it")


def _leaves(mail: Message) -> Iterator[Message]:
    """Yield the parts that are no containers; a mail within is one part."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting.extend(reversed([item for item in held if isinstance(item, Message)]))
        else:
            yield part


def _data(part: Message) -> bytes:
    held = part.get_payload()
    if isinstance(held, list):
        return b"\n".join(item.as_bytes() for item in held if isinstance(item, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Message, data: bytes) -> str:
    charset = known(str(part.get_content_charset("")))
    try:
        return data.decode(charset or "utf-8")
    except UnicodeDecodeError:
        return "".join(TextStream(Document("", data=data)))


def _words(value: object) -> str:
    """Return a field's value, decoded; raw bytes in the charset they are in."""
    raw = str(value).encode("utf-8", "surrogateescape")
    if not raw.isascii():
        return "".join(TextStream(Document("", data=raw)))
    try:
        pairs = decode_header(raw.decode())
    except ValueError:
        return raw.decode()
    return "".join(_word(word, charset) for word, charset in pairs)


def _word(word: bytes | str, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    return word.decode(
        known(charset or "") or "utf-8", "surrogateescape" if not charset else "replace"
    )


def _name(part: Message) -> str:
    try:
        name = part.get_filename("")
    except (ValueError, LookupError):
        return ""
    return _words(name).replace("/", "_").replace("\n", " ").strip()


def _unnamed(part: Message) -> str:
    kinds = {"text/html": "body.html", "message/rfc822": "message.eml", "text/plain": "body.txt"}
    return kinds.get(part.get_content_type(), "attachment")


def _distinct(name: str, names: set[str]) -> str:
    path, number, found = PurePath(name), 1, name
    while found in names:
        number += 1
        found = f"{path.stem}-{number}{path.suffix}"
    names.add(found)
    return found


def _pieces(texts: list[tuple[str, str]]) -> list[Piece]:
    pieces, offset, line = [], 0, 0
    for number, (label, text) in enumerate(texts):
        labels = (label,) if label else ()
        pieces.append(Piece(text, Anchor(Text(offset, line), labels, number, offset)))
        offset, line = offset + len(text), line + text.count("\n")
    return pieces


FORMAT = Eml()
