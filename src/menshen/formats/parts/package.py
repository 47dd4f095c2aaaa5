"""A format whose documents are ZIP packages of XML parts: how one is read and written as a whole.

A format says in which order parts are read, with which vocabulary, and which are left out of a
document that is changed: pictures of its first page, signatures that no longer hold. Parts that
are no XML are documents of their own.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import BinaryIO, Protocol, runtime_checkable
from urllib.parse import unquote

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats.parts.laying import Break, Item, Laying, changes, parts
from menshen.formats.parts.slots import Changes, Splice, spliced
from menshen.formats.parts.tokens import sound, tokens, value_of
from menshen.formats.parts.walk import Walk
from menshen.formats.parts.words import Vocabulary
from menshen.formats.parts.zips import Limits, Member, Package, Rewritten
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Part, Remark

__all__ = ["PIXEL", "Design", "Falls", "Packaged", "is_xml", "members_of", "references"]

_ZIP = b"PK\x03\x04"
_PICTURE = re.compile(r".*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp|ico|svgz?)", re.IGNORECASE)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A picture of one transparent point, for one that was left out."""
_NOTES = {
    "hidden_text": ("1 stretch of text is hidden", "{} stretches of text are hidden"),
    "tracked_change": ("1 change is tracked", "{} changes are tracked"),
    "hidden_part": ("1 part is hidden", "{} parts are hidden"),
}

Falls = Callable[[str], bool]
"""Says whether a part is left out of a document that is changed."""


class Design(Protocol):
    """What a format says of its packages."""

    @property
    def limits(self) -> Limits:
        """Return how much a package may hold."""
        ...

    def check(self, package: Package) -> None:
        """Raise `UnreadableError` for a package that cannot be read."""
        ...

    def order(self, name: str) -> int:
        """Return when a part is read; a negative number for one that is left as it is."""
        ...

    def vocabulary(self, name: str) -> Vocabulary:
        """Return what the elements of a part mean."""
        ...

    def falls(self, name: str) -> bool:
        """Say whether a part is left out of a document that is changed."""
        ...


@runtime_checkable
class Besides(Protocol):
    """A design that has more to do in a part that is changed."""

    def besides(self, name: str, part: bytes) -> list[Splice]:
        """Return what is to be done there beside the changes themselves."""
        ...


@runtime_checkable
class Walking(Protocol):
    """A design with a walk of its own."""

    def walk(self, name: str, part: bytes) -> Walk:
        """Return the walk through a part."""
        ...


class Packaged:
    """Reads and writes packages of one design; `size` is the most a block may hold."""

    def __init__(self, id_: str, design: Design, kind: str, size: int = BLOCK) -> None:
        self.id = id_
        self._design = design
        self._kind = kind
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by what lies inside."""
        return head.startswith(_ZIP) and self._kind in kinds(document, head)

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the blocks part by part, the documents inside, and what is odd."""
        with Package(document, self._design.limits) as package:
            yield from parts(Laying(document.uri, self._size).lay(self._items(package, document)))

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the document with the edits carried out; see `menshen.edits.Writer`."""
        with Package(document, self._design.limits) as package:
            asked, inside = Changes(), dict[str, bytes | None]()
            laid = Laying(document.uri, self._size).lay(self._items(package, document))
            for other in changes(laid, edits, asked):
                if isinstance(other, Document):
                    data = inner(other)
                    if data != other.data:
                        inside[other.uri[len(document.uri) + 2 :]] = data
            more = self._design.besides if isinstance(self._design, Besides) else None
            rewrite(package, asked, inside, self._design.falls, out, besides=more)

    def _items(self, package: Package, document: Document) -> Iterator[Item]:
        self._design.check(package)
        yield from self.others(package, document, frozenset())

    def others(
        self, package: Package, document: Document, apart: Collection[str]
    ) -> Iterator[Item]:
        """Yield what is in the parts that are not read apart."""
        ordered = sorted(package.members, key=lambda m: (self._design.order(m.name), _natural(m)))
        for member in ordered:
            order = self._design.order(member.name)
            if order >= 0 and not member.name.endswith("/") and member.name not in apart:
                yield from self._part(package, member, document.uri, main=order == 0)
                yield Break()

    def _part(self, package: Package, member: Member, uri: str, *, main: bool) -> Iterator[Item]:
        part = package.read(member)
        if not part:
            return
        inner = Document(f"{uri}!/{member.name}", data=part)
        if not is_xml(part):
            if main:
                raise UnreadableError(package.damaged)
            yield inner
            return
        try:
            held = sound(part, self._design.limits.what)
        except UnreadableError:
            if main:
                raise
            yield inner
            return
        design = self._design
        walk = (
            design.walk(member.name, held)
            if isinstance(design, Walking)
            else Walk(member.name, held, design.vocabulary(member.name))
        )
        yield from walk.items()
        for kind, count in sorted(walk.counted.items()):
            one, many = _NOTES[kind]
            yield Remark(uri, kind, f"{member.name}: {many.format(count) if count > 1 else one}")


def _natural(member: Member) -> tuple[tuple[int, str], ...]:
    """Return a key by which slide10 comes behind slide2."""
    found = re.findall(r"([0-9]{1,9})|([^0-9]+)", member.name)
    return tuple((int(number or 0), text) for number, text in found)


def is_xml(part: bytes) -> bool:
    """Say whether a part is XML."""
    head = part[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    return head[:1] == b"<" and head[:5].lower() != b"<html"


@lru_cache(maxsize=4)
def kinds(document: Document, head: bytes) -> frozenset[str]:
    """Return the kinds of package that a ZIP container is, by the names of its members."""
    names = members_of(document, head)
    found = {kind for kind, wanted in _INSIDE.items() if not wanted.isdisjoint(names)}
    return frozenset(found)


_INSIDE = {
    "docx": {"word/document.xml", "word/document2.xml", "word/document1.xml"},
    "xlsx": {"xl/workbook.xml"},
    "pptx": {"ppt/presentation.xml"},
    "odf": {"content.xml"},
    "ofd": {"OFD.xml", "ofd.xml"},
    "xlsb": {"xl/workbook.bin"},
}


def members_of(document: Document, head: bytes) -> set[str]:
    """Return the names of the members of a container, as far as they can be told from its head."""
    import zipfile

    if document.path is not None or document.data is not None:
        try:
            with document.open() as stream, zipfile.ZipFile(stream) as archive:
                return set(archive.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, LookupError, NotImplementedError):
            pass
    return {name for wanted in _INSIDE.values() for name in wanted if name.encode() in head}


def rewrite(
    package: Package,
    asked: Changes,
    inside: Mapping[str, bytes | None],
    falls: Falls,
    out: BinaryIO,
    remade: Mapping[str, Iterator[bytes]] = MappingProxyType({}),
    apart: Collection[str] = (),
    besides: Callable[[str, bytes], list[Splice]] | None = None,
) -> None:
    """Write a package with changes in its parts and other documents inside.

    `remade` are parts that are written anew, by pieces; `apart` those whose slots are no places in
    their bytes.
    """
    if not asked and not inside:
        package.stream.seek(0)
        shutil.copyfileobj(package.stream, out)
        return
    gone = {m.name for m in package.members if falls(m.name)} | asked.dropped
    written = Rewritten(out)
    for member in package.members:
        name = member.name
        if name in gone:
            continue
        if name in remade:
            written.put(member, remade[name])
            continue
        if name in inside:
            data = inside[name]
            written.put(member, iter([_left_out(name) if data is None else data]))
            continue
        splices = asked.splices(name) if name not in apart else []
        if gone and (name.endswith(".rels") or name in _LISTS):
            splices += references(sound(package.read(member), "package"), name, gone)
        if splices or (gone and name.lower() == "ofd.xml"):
            part = sound(package.read(member), "package")
            more = besides(name, part) if besides is not None else []
            written.put(member, iter([spliced(part, [*more, *splices])]))
        else:
            written.copy(package, member)
    written.close()


_LISTS = frozenset(("[Content_Types].xml", "META-INF/manifest.xml"))


def _left_out(name: str) -> bytes:
    return PIXEL if _PICTURE.fullmatch(name) else b""


def references(part: bytes, name: str, gone: set[str]) -> list[Splice]:
    """Return what takes out of a list of parts those that are gone."""
    folder = posixpath.dirname(posixpath.dirname(name)) if name.endswith(".rels") else ""
    found = []
    for token in tokens(part):
        if token.kind not in {"empty", "start"}:
            continue
        target = unquote(value_of(part, token, b"Target", b"PartName", b"full-path"))
        path = posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
        if target and path in gone:
            end = token.end if token.kind == "empty" else part.find(b">", token.end) + 1
            found.append(Splice(token.start, end, b""))
    return found
