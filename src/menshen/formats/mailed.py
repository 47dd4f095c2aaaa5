"""Writing mails back: fields with their encoded words, bodies in their transfer encodings.

Of a body that is not encoded, or in quoted-printable, only what changes is written anew; base64 is
one run and is encoded again as a whole, in lines of the old length. A field in plain ASCII gets
encoded words for what is not. The name of an attachment is written as RFC 2231 has it.
"""

from __future__ import annotations

import base64
import quopri
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from menshen.edits import Edit, Inner, carried_out
from menshen.errors import UnreadableError
from menshen.formats.charset import Charset
from menshen.formats.decoding import known
from menshen.formats.encoded import body, segments, text
from menshen.formats.letter import Mail, Origin, charset_of, name_of
from menshen.formats.mime import Part
from menshen.formats.patches import Change, Patch, byte_patches, encoded, placed_in, written
from menshen.model import Document, Span

__all__ = ["Mailed"]

_FIELD = re.compile(
    rb"(?P<name>[!-9;-~]+)[ \t]*:[ \t]*(?P<value>[^\n]*(?:\n|\Z)(?:[ \t]+(?=\S)[^\n]*(?:\n|\Z))*)"
)
_FROM = re.compile(rb">?From [^\n]*")
_PARAMETER = re.compile(
    rb";\s*(?:filename|name)(?:\*[0-9]*\*?)?\s*=\s*(?:\"[^\"]*\"|[^;\r\n]*)", re.IGNORECASE
)
_NAMED = {b"content-disposition": b"filename", b"content-type": b"name"}
_LINE = re.compile(rb"\s*([A-Za-z0-9+/]+=*)")
_WORD = 39
"""Bytes in an encoded word, so that it stays below 75 characters (RFC 2047)."""
_SAFE = frozenset(range(33, 127)) - {ord("=")} | {32}
_LEFT_OUT = b"An attachment could not be redacted and was left out."


class Mailed:
    """A mail that is written: its bytes, and where in its text each origin begins."""

    def __init__(self, data: bytes, origins: Sequence[Origin], starts: Sequence[int]) -> None:
        self.base: dict[str, int] = {}
        self._data = data
        self._origins = origins
        self._starts = starts
        self._eol = b"\r\n" if b"\r\n" in data[:4096] else b"\n"

    def patches(self, edits: Iterable[Edit], mail: Mail, inner: Inner) -> Iterator[Patch]:
        """Yield all patches in order; raises `UnreadableError` where an edit has no place."""
        left_out = [self._left_out(piece) for piece in mail.hidden]
        found: list[Patch] = []
        for document in mail.inner:
            if isinstance(document, Document):
                new, piece = inner(document), mail.holders[document.uri]
                if new is None:
                    left_out.append(self._left_out(piece)._replace(inner=document.uri))
                elif new != document.data:
                    found.append(self._refilled(piece, new)._replace(inner=document.uri))
        renamed: set[int] = set()
        for index, group in self._grouped(edits).items():
            if self._origins[index].kind == "name":
                for patch in self._renamed(self._origins[index], group):
                    renamed.add(patch.start)
                    found.append(patch)
        for index, group in self._grouped(edits).items():
            if self._origins[index].kind != "name":
                found += [p for p in self._changed(self._origins[index], group)
                          if not self._is_renamed(p, renamed, found)]  # fmt: skip
        found = [p for p in found if not any(g.start <= p.start < g.end for g in left_out)]
        yield from sorted(found + left_out, key=lambda patch: (patch.start, patch.end))

    def _is_renamed(self, patch: Patch, renamed: set[int], found: Sequence[Patch]) -> bool:
        """Say whether a patch lies in a field that is written anew for its name."""
        return any(p.start in renamed and p.start <= patch.start < p.end for p in found)

    def _grouped(self, edits: Iterable[Edit]) -> dict[int, list[tuple[Span, Edit]]]:
        """Return the edits of each origin, with their places in what it says."""
        held: dict[int, list[tuple[Span, Edit]]] = defaultdict(list)
        for edit in edits:
            if edit.block not in self.base:
                raise UnreadableError("an edit names a block that is not there: read it again")
            at = self.base[edit.block] + edit.span.start
            index = max(0, bisect_right(self._starts, at) - 1)
            start = at - self._starts[index] - self._origins[index].lead
            size = edit.span.end - edit.span.start
            held[index].append((Span(max(0, start), start + size), edit))
        return held

    def _changed(self, origin: Origin, group: Sequence[tuple[Span, Edit]]) -> Iterator[Patch]:
        wanted = [Change(*span, edit.replacement, (edit,)) for span, edit in sorted(group)]
        part = origin.part
        if origin.kind == "from":
            line = _FROM.match(self._data, part.start)
            if line is not None:
                yield from self._field(part.start, line[0].rstrip(b"\r"), wanted)
        elif origin.kind == "field":
            start, value = self._value(part, origin.number)
            yield from self._field(start, value, wanted)
        elif origin.kind == "rest":
            held = part.body if part.kind == "around" else body(part.head, part.body).rest
            start = part.at + len(part.body) - len(held)
            yield from _moved(_recoded(held, wanted, ""), start)
        else:
            yield from self._body(part, wanted)

    def _value(self, part: Part, number: int) -> tuple[int, bytes]:
        """Return where the value of a field begins, and its bytes as they were read."""
        line = _FROM.match(self._data, part.start)
        start = part.start if line is None else self._data.find(b"\n", line.start()) + 1
        fields = list(_FIELD.finditer(self._data, start, part.at))
        if number >= len(fields) or len(fields) != len(part.fields):
            raise UnreadableError("the fields of this mail cannot be written back: repair them")
        return fields[number].start("value"), fields[number]["value"].rstrip(b"\r\n")

    def _field(self, start: int, raw: bytes, wanted: Sequence[Change]) -> Iterator[Patch]:
        """Yield the patches of a field's value."""
        value = raw.decode("ascii", "surrogateescape")
        plain = value if raw.isascii() else text(raw).text
        changes: list[Change] = []
        for part in segments(plain):
            inside = [c for c in wanted if c.start < part.end and part.start < c.end]
            inside = [c for c in inside if not changes or c.edits[0] not in changes[-1].edits]
            if not inside:
                continue
            edits = tuple(edit for change in inside for edit in change.edits)
            if part.word or inside[-1].end > part.end:
                changes.append(self._rewritten(plain, part.start, inside, edits))
                continue
            for change in inside:
                at = part.source + change.start - part.start
                new = (
                    change.text
                    if change.text.isascii() or not raw.isascii()
                    else self._words(change.text)
                )
                changes.append(Change(at, at + change.end - change.start, new, change.edits))
        yield from _moved(byte_patches(Document("", data=raw), changes), start)

    def _rewritten(
        self, plain: str, start: int, inside: Sequence[Change], edits: tuple[Edit, ...]
    ) -> Change:
        """Return the change of all stretches that edits touch, written as encoded words."""
        touched = [
            part
            for part in segments(plain)
            if any(c.start < part.end and part.start < c.end for c in inside)
        ]
        said = "".join(part.text for part in touched)
        new = carried_out(said, [(Span(c.start - start, c.end - start), c.text) for c in inside])
        return Change(touched[0].source, touched[-1].stop, self._words(new), edits)

    def _words(self, plain: str) -> str:
        """Return a text as encoded words (RFC 2047)."""
        found, held = [], b""
        for char in plain:
            sign = char.encode("utf-8", "surrogateescape")
            if len(held) + len(sign) > _WORD:
                found.append(held)
                held = b""
            held += sign
        found.append(held)
        fold = self._eol.decode() + " "
        return fold.join(f"=?utf-8?B?{base64.b64encode(data).decode()}?=" for data in found if data)

    def _renamed(self, origin: Origin, group: Sequence[tuple[Span, Edit]]) -> Iterator[Patch]:
        """Yield the patches of the fields that name an attachment."""
        part = origin.part
        new = carried_out(name_of(part.head), [(span, edit.replacement) for span, edit in group])
        edits = tuple(edit for _, edit in group)
        for number, (label, _) in enumerate(part.fields):
            parameter = _NAMED.get(label.lower().encode())
            if parameter is None:
                continue
            start, value = self._value(part, number)
            bare = _PARAMETER.sub(b"", value)
            if bare != value:
                named = b"; %b*=utf-8''%b" % (parameter, quote(new, safe="").encode())
                yield Patch(start, start + len(value), bare + named, edits)

    def _body(self, part: Part, wanted: Sequence[Change]) -> Iterator[Patch]:
        """Yield the patches of a plain body."""
        how = _transfer(part)
        held = body(part.head, part.body)
        patches = list(_recoded(held.data, wanted, charset_of(part.head)))
        if how == "identity":
            yield from _moved(patches, part.at)
        elif how == "quoted-printable":
            yield from _moved(_quoted(part.body, held.data, patches, self._eol), part.at)
        else:
            edits = tuple(edit for patch in patches for edit in patch.edits)
            new = _patched(held.data, patches)
            yield self._refilled(part, new)._replace(edits=edits)

    def _refilled(self, part: Part, data: bytes) -> Patch:
        """Return the patch that fills a part with other bytes, in its transfer encoding."""
        how = _transfer(part)
        held = body(part.head, part.body)
        raw = part.body[: len(part.body) - len(held.rest)]
        if how == "base64":
            new = _lines(data, raw, self._eol)
        elif how == "quoted-printable":
            new = quopri.encodestring(data).replace(b"\n", self._eol)
        elif how == "identity":
            new = data
        else:
            raise UnreadableError(f"{how} cannot be written back: save the attachment by itself")
        return Patch(part.at, part.at + len(raw), new)

    def _left_out(self, part: Part) -> Patch:
        """Return the patch that leaves a part out and says so; of the mail itself only its body."""
        end = part.at + len(part.body)
        if not part.start:
            return Patch(part.at, end, _LEFT_OUT + self._eol)
        kind = b"Content-Type: text/plain; charset=us-ascii"
        return Patch(part.start, end, kind + self._eol * 2 + _LEFT_OUT)


def _transfer(part: Part) -> str:
    how = str(part.head.get("Content-Transfer-Encoding", "")).partition(";")[0].strip().lower()
    if how in {"base64", "quoted-printable"}:
        return how
    return "uuencode" if "uu" in how else "identity"


def _recoded(data: bytes, wanted: Sequence[Change], declared: str) -> Iterator[Patch]:
    """Yield the patches of a text in the charset that `encoded.text` reads it in."""
    charset = known(declared)
    read = text(data, declared)
    if charset and not read.faults:
        try:
            same = data.decode(charset) == read.text
        except UnicodeDecodeError:
            same = False
        if same:
            found = Charset("ascii" if charset == "ascii" else charset)
            points = [point for change in wanted for point in (change.start, change.end)]
            places = list(placed_in(read.text, data, found, points))
            for change, start, end in zip(wanted, places[::2], places[1::2], strict=True):
                yield Patch(start, end, encoded(change.text, found), change.edits)
            return
    yield from byte_patches(Document("", data=data), wanted)


def _patched(data: bytes, patches: Iterable[Patch]) -> bytes:
    from io import BytesIO

    out = BytesIO()
    written(Document("", data=data), patches, out)
    return out.getvalue()


def _moved(patches: Iterable[Patch], by: int) -> Iterator[Patch]:
    for patch in patches:
        yield patch._replace(start=patch.start + by, end=patch.end + by)


def _lines(data: bytes, old: bytes, eol: bytes) -> bytes:
    """Return bytes in base64, in lines as long as the old first one."""
    first = _LINE.match(old)
    size = max(4, len(first[1]) // 4 * 4) if first is not None else 76
    size = max(size, 60) if old.count(b"\n") <= 1 else size
    run = base64.b64encode(data)
    lines = [run[at : at + size] for at in range(0, len(run), size)]
    tail = old[len(old.rstrip()) :]
    return eol.join(lines) + tail


def _quoted(raw: bytes, data: bytes, patches: Sequence[Patch], eol: bytes) -> Iterator[Patch]:
    """Yield patches of decoded bytes as patches of the quoted-printable they are written in."""
    starts = _quoted_starts(raw, data)
    if starts is None:
        new = quopri.encodestring(_patched(data, patches)).replace(b"\n", eol)
        edits = tuple(edit for patch in patches for edit in patch.edits)
        yield Patch(0, len(raw), new, edits)
        return
    for patch in patches:
        signs = b"".join(b"%c" % b if b in _SAFE else b"=%02X" % b for b in patch.data)
        if len(signs) > 36:
            signs = b"=" + eol + quopri.encodestring(patch.data).replace(b"\n", eol) + b"=" + eol
        yield patch._replace(start=starts[patch.start], end=starts[patch.end], data=signs)


def _quoted_starts(raw: bytes, data: bytes) -> list[int] | None:
    """Return where each decoded byte is written; None when it was not decoded as one expects."""
    starts: list[int] = []
    at = 0
    plain = bytearray()
    token = re.compile(
        rb"=(?P<soft>[ \t]*\r?\n)|=(?P<hex>[0-9A-Fa-f]{2})|[ \t]+(?=\r?\n|\Z)|.", re.DOTALL
    )
    for match in token.finditer(raw):
        at = match.start()
        if match["soft"] is not None:
            continue
        if match["hex"] is not None:
            plain.append(int(match["hex"], 16))
        elif (
            match[0][:1] in b" \t"
            and len(match[0])
            and raw[match.end() :][:1] in {b"\r", b"\n", b""}
        ):
            continue
        else:
            plain += match[0]
        starts.append(at)
    starts.append(len(raw))
    return starts if bytes(plain) == data else None
