"""What all archives have in common: names are text, members are documents, both can be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from menshen.edits import Edit, Inner, carried_out
from menshen.errors import UnreadableError
from menshen.formats.parts.laying import Item, Laying, changes, parts
from menshen.formats.parts.slots import Changes, Passage, Slot, merged
from menshen.model import Document, Failure, Node

__all__ = ["Archive", "Entry", "Written", "as_text", "named"]


class Entry(NamedTuple):
    """A member: its number, its name, what else is said of it, and the document or the failure.

    A folder has neither.
    """

    number: int
    name: str
    held: Document | Failure | None
    said: tuple[tuple[str, str], ...] = ()


class Written(NamedTuple):
    """What is to be written of a member: its new name and bytes; None for what stays."""

    name: str | None
    data: bytes | None
    said: dict[str, str]


def as_text(text: str) -> bytes:
    """Mark a slot that is the name of a member, or something said of it."""
    return text.encode("utf-8", "surrogateescape")


def named(entry: Entry) -> Iterator[Passage]:
    """Yield the name of a member, and what else is said of it, as text."""
    for key, (called, text) in enumerate((("文件", entry.name), *entry.said)):
        if text.strip():
            slot = Slot("names", entry.number, key, text, as_text)
            yield Passage((f"{called}：", slot), Node(str(entry.number), "/name"), (called,))


class Archive:
    """Reads entries and gathers what is to be written of them; formats of archives build on it."""

    def __init__(self, size: int) -> None:
        self._size = size

    def parts(self, document: Document, entries: Iterable[Entry]) -> Iterator[Item]:
        """Yield what a format yields of entries."""
        yield from parts(Laying(document.uri, self._size).lay(_items(entries)))  # type: ignore[misc]

    def gathered(
        self, document: Document, entries: Iterable[Entry], edits: Iterable[Edit], inner: Inner
    ) -> dict[int, Written | None]:
        """Return what changes by the numbers of members; None for one that is left out.

        Raises `UnreadableError` when a member could not be read, since nobody knows what it holds.
        """
        asked = Changes()
        found: dict[int, Written | None] = {}
        held: list[Entry] = []

        def watched() -> Iterator[Item]:
            for entry in entries:
                held.append(entry._replace(held=None))
                yield from named(entry)
                if isinstance(entry.held, Failure):
                    raise UnreadableError(f"{entry.held.document}: {entry.held.reason}")
                if entry.held is not None:
                    data = inner(entry.held)
                    if data is None:
                        found[entry.number] = None
                    elif data != entry.held.data:
                        found[entry.number] = Written(None, data, {})

        for _ in changes(Laying(document.uri, self._size).lay(watched()), edits, asked):
            pass
        for entry in held:
            self._rename(entry, asked, found)
        return found

    def _rename(self, entry: Entry, asked: Changes, found: dict[int, Written | None]) -> None:
        said: dict[str, str] = {}
        name = None
        for key, (called, text) in enumerate((("", entry.name), *entry.said)):
            slot = Slot("names", entry.number, key, text, as_text)
            wanted = asked.of("names").get(slot)
            if wanted and not key:
                name = carried_out(text, merged(wanted)).strip() or "unnamed"
            elif wanted:
                said[called] = carried_out(text, merged(wanted))
        if (name or said) and (kept := found.get(entry.number, Written(None, None, {}))):
            found[entry.number] = kept._replace(name=name, said=said)


def _items(entries: Iterable[Entry]) -> Iterator[Item]:
    for entry in entries:
        yield from named(entry)
        if entry.held is not None:
            yield entry.held


def whole(out: BinaryIO, chunks: Iterable[bytes]) -> None:
    """Write pieces one after the other."""
    out.writelines(chunks)
