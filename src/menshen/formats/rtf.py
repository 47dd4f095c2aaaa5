r"""Rich Text Format (.rtf, and .doc files that are RTF inside), read by a tokenizer of our own.

Text in code pages (GBK, Big5 and others, by font) and in Unicode, tables, headers and footers,
notes, comments with their authors, tracked deletions, hidden text, field codes, text boxes, the
information group and document variables are read. Pictures and embedded objects are documents of
their own.

Writing puts other text into the runs that held a value, as `\uN` where it is not ASCII. An
embedded object whose contents change is left out.

## Known limits
Styles, list definitions and themes are not read. Nested tables are read as one.

References: Microsoft, Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats.parts.laying import Item, Laying, changes, parts
from menshen.formats.parts.richtext import PART, Binary, Rich
from menshen.formats.parts.slots import Changes, Splice, spliced
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Part, Remark

__all__ = ["FORMAT", "Rtf"]

_BEGINS = b"{\\rtf"
_MOST = 128 << 20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class Rtf:
    """Reads and writes RTF; `size` is the most a block may hold."""

    id = "rtf"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_BEGINS)

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the blocks in order, the documents inside, and what is hidden."""
        rich = Rich(_data(document))
        yield from parts(Laying(document.uri, self._size).lay(_items(rich, document)))

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the document with the edits carried out; see `menshen.edits.Writer`."""
        data = _data(document)
        rich, asked, more = Rich(data), Changes(), list[Splice]()
        held: dict[str, Binary] = {}
        laid = Laying(document.uri, self._size).lay(_items(rich, document, held))
        for other in changes(laid, edits, asked):
            if isinstance(other, Document):
                new, binary = inner(other), held[other.uri]
                if new != other.data:
                    kept = b"" if new is None or binary.kind == "bin" else new
                    more.append(Splice(binary.start, binary.end, _packed(data, binary, kept)))
        out.write(spliced(data, [*asked.splices(PART), *more]))


def _data(document: Document) -> bytes:
    with document.open() as stream:
        data = stream.read(_MOST + 1)
    if len(data) > _MOST:
        raise UnreadableError(
            "this RTF document is larger than 128 MB: save it in several documents"
        )
    return data


def _items(rich: Rich, document: Document, held: dict[str, Binary] | None = None) -> Iterator[Item]:
    yield from rich.items()
    for number, binary in enumerate(rich.binaries, 1):
        name = "object" if binary.kind == "bin" else "picture"
        data = binary.data
        if binary.kind == "bin" and _OLE in data[:4096]:
            data = data[data.index(_OLE) :]
        inner = Document(f"{document.uri}!/{name}{number}.{binary.kind}", data=data)
        if held is not None:
            held[inner.uri] = binary
        yield inner
    for kind, count in sorted(rich.counted.items()):
        if count:
            what = (
                "stretches of text are hidden" if kind == "hidden_text" else "changes are tracked"
            )
            yield Remark(document.uri, kind, f"{count} {what}")


def _packed(data: bytes, binary: Binary, new: bytes) -> bytes:
    """Return bytes as they are written in the place of others: as hex, or behind `bin`."""
    if data[binary.start : binary.end] == binary.data:
        return (
            new + bytes(len(binary.data) - len(new))
            if len(new) <= len(binary.data)
            else bytes(len(binary.data))
        )
    return new.hex().encode()


FORMAT = Rtf()
