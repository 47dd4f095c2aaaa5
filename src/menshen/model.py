"""The nouns of menshen: spans, places, blocks, patterns, candidates, findings.

All values are frozen. Offsets are code points of one block's own text, half open. What was read
from a document (`text`, `value`, `normal`, `seen`) never appears in a `repr`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, TypeGuard, runtime_checkable

from menshen.taxonomy import InfoType
from menshen.text import Fold, View

__all__ = [
    "Block", "Box", "Candidate", "Cell", "Column", "Described", "Detector", "Document", "Event",
    "Evidence", "Failure", "Finding", "Format", "Grid", "Judgement", "Layout", "Lines",
    "Modelled", "Node", "Part", "Pattern", "Person", "Place", "Reader", "Reading", "Remark",
    "Run", "Source", "Span", "Summary", "Table", "Talk", "Text", "Turn", "columns_of",
    "is_grid", "is_talk", "mask",
]  # fmt: skip


class Span(NamedTuple):
    """A half-open stretch of one block's text, in code points."""

    start: int
    end: int


class Text(NamedTuple):
    """A place in running text: code points from the document's start, and the line, from 0."""

    offset: int
    line: int


class Cell(NamedTuple):
    """A place in a table. Rows count from 0 without the header row, which is row -1."""

    table: str
    row: int
    column: int


class Node(NamedTuple):
    """A place in a tree: the part (a record's number, a file in a package) and the path in it."""

    part: str
    path: str


class Box(NamedTuple):
    """A place on a page, in points from its top left corner; pages count from 0."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


Place = Text | Cell | Node | Box


class Layout(Protocol):
    """What a format knows about the positions of a block that its text alone does not say."""

    def place(self, start: int, end: int) -> Place:
        """Return where `start:end` lies in the document."""
        ...

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the names that stand over this position: column header, key path, heading."""
        ...

    def record(self, start: int) -> int | None:
        """Return the ordinal of the record (row, object, line) that holds this position."""
        ...


@runtime_checkable
class Grid(Layout, Protocol):
    """The layout of a block of table rows."""

    @property
    def table(self) -> str:
        """Return the table's name: the sheet, or the file's stem for CSV."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Return the column headers; empty strings when the table has none."""
        ...

    def filled(self) -> tuple[int, ...]:
        """Return, for each column, how many cells of this block are not empty."""
        ...

    def cell(self, start: int) -> Span | None:
        """Return the span of the cell that holds this position."""
        ...

    def rows(self) -> Iterator[Sequence[Span]]:
        """Yield the spans of the values of each row of this block, the header left out."""
        ...


@runtime_checkable
class Described(Grid, Protocol):
    """The layout of table rows whose columns go by more than one name: SQL comments."""

    def aliases(self) -> tuple[tuple[str, ...], ...]:
        """Return, for each column, all its names, the one of `names` first."""
        ...


class Turn(NamedTuple):
    """What a speaker says at a time in a conversation, as spans of a block's text.

    `speaker` tells the speakers of a document apart; it is empty where nobody speaks who could be
    told from others. `name` and `account` are the display name and the number or id behind it,
    where the turn begins in this block; `words` is what is said, `to` names who it is said to.
    """

    speaker: str
    span: Span
    words: Span
    name: Span | None = None
    account: Span | None = None
    to: tuple[Span, ...] = ()

    def __repr__(self) -> str:
        """Show the place, never the speaker."""
        return f"Turn({self.span.start}:{self.span.end})"


@runtime_checkable
class Talk(Layout, Protocol):
    """The layout of a block of a conversation: an exported chat."""

    def turns(self) -> Sequence[Turn]:
        """Return the turns of the block in order; what lies in none is nobody's words."""
        ...


def is_grid(layout: Layout | None) -> TypeGuard[Grid]:
    """Say whether a layout is that of table rows; asked of its class once, as the answer is slow."""
    return _is_like(layout, Grid)


def is_talk(layout: Layout | None) -> TypeGuard[Talk]:
    """Say whether a layout is that of a conversation; see `is_grid`."""
    return _is_like(layout, Talk)


_LIKE: dict[tuple[type, type], bool] = {}


def _is_like(layout: Layout | None, protocol: type) -> bool:
    key = type(layout), protocol
    if key not in _LIKE:
        _LIKE[key] = isinstance(layout, protocol)
    return _LIKE[key]


def columns_of(grid: Grid) -> tuple[tuple[str, ...], ...]:
    """Return, for each column of a table, all names that it goes by."""
    if isinstance(grid, Described):
        return grid.aliases()
    return tuple((name,) if name else () for name in grid.names)


_made = tuple.__new__


class Lines:
    """The layout of running text: every line is a record, nothing stands over it.

    `offset` and `line` are those of the block's first character in its document.
    """

    __slots__ = ("_at", "_line", "_text", "offset")

    def __init__(self, text: str, offset: int = 0, line: int = 0) -> None:
        self._text = text
        self.offset = offset
        self._at = 0
        self._line = line

    def place(self, start: int, end: int) -> Text:  # noqa: ARG002 - the protocol's shape
        """Return offset and line. Asked in rising order, all answers together cost one walk."""
        return _made(Text, (self.offset + start, self.record(start)))

    def along(self, spans: Iterable[Span]) -> Iterator[tuple[Text, int]]:
        """Yield the place and the record of each of many spans, in less time than one by one."""
        count, offset, at, line = self._text.count, self.offset, self._at, self._line
        for start, _ in spans:
            line += count("\n", at, start) if start >= at else -count("\n", start, at)
            at = start
            yield _made(Text, (offset + start, line)), line

    def labels(self, start: int) -> tuple[str, ...]:  # noqa: ARG002
        """Return nothing: running text has no headers."""
        return ()

    def record(self, start: int) -> int:
        """Return the number of the line that holds `start`."""
        at = self._at
        if start != at:
            if start < at:
                self._line -= self._text.count("\n", start, at)
            else:
                self._line += self._text.count("\n", at, start)
            self._at = start
        return self._line


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text, exactly as extracted, at most 64k characters from a file.

    Findings that start outside `core` belong to a neighbouring block, which overlaps this one;
    an empty core means the whole text.
    """

    document: str
    ordinal: int
    text: str = field(repr=False)
    layout: Layout | None = field(default=None, repr=False, compare=False)
    core: Span | None = None

    @property
    def id(self) -> str:
        """Return the name findings refer to: document and ordinal."""
        return f"{self.document}#{self.ordinal}"

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the names that stand over a position; see `Layout.labels`."""
        return self.layout.labels(start) if self.layout is not None else ()


@dataclass(frozen=True, slots=True)
class Pattern:
    r"""A shape to look for. Every match of `regex` holds a match of `trigger`.

    Counted from the end of that trigger match, the regex match starts at most `before` characters
    earlier and ends at most `after` later (look-ahead included). `trigger` is written in the
    common subset of `re` and Hyperscan over folded, lower-cased text (over folded text only if it
    is `cased`); `regex` may look around.
    The group `v` of `regex`, if any, is the value; else the whole match is.

    A pattern that names its `signs` has no other in a match before the trigger's last character; one
    that is `lone` has no two matches around one end of a trigger match. Both only save time. One that
    is `fixed` has its matches begin exactly `before` characters before the end of their trigger match.

    A pattern of a `run` is a number with no digit before it and at least and at most so many of its
    own, gaps between them: its trigger is `text.RUN`, and it is tried only where that many stand.

    A pattern that is `led` begins with a label: its matches start inside a match of the trigger,
    and `before` and `after` do not matter.

    A pattern of `words` is looked for by a list of words instead of the shared matcher, since
    everyday words would fire there everywhere: its trigger is a plain alternation, `before` counts
    from a word's start. Of a led one the keys in Latin letters stay with the matcher.
    """

    name: str
    trigger: str
    regex: str
    before: int
    after: int
    folds: tuple[Fold, ...] = (Fold.WIDTH, Fold.DECODED)
    led: bool = False
    words: bool = False
    fixed: bool = False
    signs: str = ""
    lone: bool = False
    cased: bool = False
    run: tuple[int, int] | None = None


class Candidate(NamedTuple):
    """A stretch of a view whose shape fits a pattern.

    `start` and `end` are positions in `view.text`; `span` is in the block's own text.
    """

    pattern: Pattern
    view: View
    start: int
    end: int
    span: Span
    match: re.Match[str]
    block: Block

    def __repr__(self) -> str:
        """Show the place and the pattern, never the text."""
        return f"Candidate({self.pattern.name!r}, {self.span.start}:{self.span.end})"

    @property
    def seen(self) -> str:
        """The folded text that matched."""
        return self.view.text[self.start : self.end]


class Evidence(NamedTuple):
    """One thing that speaks for (weight > 0) or against (< 0) a finding.

    `weight` is a log-odds contribution, `note` says what was looked at, never the value itself.
    """

    kind: str
    weight: float
    note: str


class Judgement(NamedTuple):
    """What a detector says of a candidate: the type, the canonical form, and why.

    `start`/`end` narrow the candidate, as positions in its view, when only a part is the value.
    `claims` marks a number that is surely meant to be this type though its own check rejects it:
    no other type may take it without a label of its own.
    """

    type: str
    normal: str
    evidence: tuple[Evidence, ...]
    start: int = -1
    end: int = -1
    claims: bool = False

    def __repr__(self) -> str:
        """Show type and evidence, never the canonical form."""
        return f"Judgement({self.type!r}, {self.evidence!r})"


class Detector(Protocol):
    """Something that knows one kind of number, code or word: its shapes and how to judge them."""

    @property
    def id(self) -> str:
        """Return the file's name."""
        ...

    @property
    def types(self) -> tuple[str, ...]:
        """Return the taxonomy ids it may report."""
        ...

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Return the shapes it wants to be shown."""
        ...

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Say what the candidate is, or None when it is not worth a word."""
        ...


@runtime_checkable
class Reader(Detector, Protocol):
    """A detector that reads a whole view; the matches of its patterns tell it where to look."""

    def read(
        self, view: View, block: Block, candidates: Sequence[Candidate]
    ) -> Iterable[Judgement]:
        """Yield judgements with positions in the view; called once for each view searched."""
        ...


@runtime_checkable
class Modelled(Reader, Protocol):
    """A reader that uses a model, and knows what is left of it without."""

    @property
    def rules(self) -> Reader:
        """Return the same detector without its model: the same id, types and patterns."""
        ...


class Finding(NamedTuple):
    """A piece of personal information at a place in a document.

    `value` is the block's text at `span`; `normal` the canonical form, which makes the same
    number written differently equal. Neither shows in the `repr`. `record` is the ordinal of the
    row, object or line it stands in, `person` the id of the `Person` it belongs to; `relative`, of a
    word for a relation, the id of the person whom it presents: 张强's 妻子 李梅.

    A named tuple, not a data class: dense logs hold millions, and it is made in a third of the time.
    """

    type: InfoType
    document: str
    block: str
    span: Span
    place: Place
    value: str
    normal: str
    score: float
    detector: str
    evidence: tuple[Evidence, ...]
    record: int | None = None
    person: str | None = None
    relative: str | None = None

    def of(self, person: str | None, relative: str | None = None) -> Finding:
        """Return the finding as one about this person; a third of the cost of `_replace`."""
        return _made(Finding, (*self[:-2], person, relative))

    def __repr__(self) -> str:
        """Show type, place and score, never the value."""
        return f"Finding({self.type.id!r}, {self.place!r}, score={self.score})"


@dataclass(frozen=True, slots=True)
class Document:
    """A thing to be read: its address and how to open it.

    `uri` is what the report calls it. It is backed by a file (`path`), by bytes in memory
    (`data`) or by a stream that can be read once (`stream`, standard input).
    """

    uri: str
    path: Path | None = field(default=None, repr=False)
    data: bytes | None = field(default=None, repr=False)
    stream: BinaryIO | None = field(default=None, repr=False, compare=False)

    def open(self) -> BinaryIO:
        """Open the bytes for reading; the caller closes what it gets."""
        if self.data is not None:
            return BytesIO(self.data)
        if self.path is not None:
            return self.path.open("rb")
        if self.stream is not None:
            return self.stream
        return BytesIO(b"")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth knowing about a document that was read all the same.

    `kind` is a stable word, such as `wrong_bytes`; `note` says how many and where, in English.
    """

    document: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, wholly or in part, and why.

    `error` is the class of the error; `reason` says what is wrong and what helps, without values.
    """

    document: str
    error: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read: by which format, how many blocks and characters, what was odd."""

    document: str
    format: str
    blocks: int
    characters: int
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A data subject (个人信息主体): the findings that belong to one natural person.

    `types` are the kinds of information known of them, `identifiers` those that identify
    directly; `combination` those that identify only together, where none does alone. `documents`
    are the addresses of the documents they occur in. `minor` is True or False when an age or
    birth date says so, else None. `relatives` are the ids of people whom a text presents as theirs;
    the finding of the word that does says as what. `also` are the ids under which findings that were reported
    earlier name the same person, before a later document showed that they are one.
    """

    id: str
    documents: tuple[str, ...]
    types: tuple[str, ...]
    identifiers: tuple[str, ...]
    findings: int
    minor: bool | None = None
    combination: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """What a table column holds: a taxonomy id, `mixed` (free text) or None, and why."""

    name: str
    position: int
    type: str | None
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document and its columns."""

    document: str
    table: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What was run: version, sources asked for, digest of the policy, and when (UTC, ISO 8601)."""

    version: str
    sources: tuple[str, ...]
    policy: str
    started: str
    taxonomy: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The totals of a scan, its end, and whether it was interrupted."""

    documents: int
    failures: int
    findings: int
    people: int
    characters: int
    by_type: Mapping[str, int]
    by_document: Mapping[str, int]
    seconds: float
    interrupted: bool = False


Event = Run | Reading | Finding | Person | Table | Failure | Summary
"""What a scan yields, in the order it happens: one Run first, one Summary last."""


Part = Block | Remark | Document | Failure
"""What a format yields of a document."""


class Format(Protocol):
    """Reads one kind of document into blocks."""

    @property
    def id(self) -> str:
        """Return the file's name."""
        ...

    def claims(self, document: Document, head: bytes) -> bool:
        """Say whether this document, which begins with `head`, is of this format."""
        ...

    def read(self, document: Document) -> Iterable[Part]:
        """Yield the blocks of the document in order, and remarks where something was odd.

        A document inside it (an attachment) comes out as a `Document` of its own, which is read
        by whichever format claims it; what cannot be taken out, as a `Failure`. The address of an
        inner document is that of the outer one, `!/`, and its name.
        Raises `UnreadableError`, also midway; what was yielded before stays valid.
        """
        ...


class Source(Protocol):
    """Yields the documents of a place: a folder, a mailbox, standard input."""

    def documents(self) -> Iterable[Document | Failure]:
        """Yield each document, or the failure to reach it; none is left out."""
        ...


def mask(value: str) -> str:
    """Return a form of `value` that is safe to show: at most its outer characters remain.

    >>> mask("13800138000")
    '138****8000'
    >>> mask("张三丰")
    '张**'
    """
    length = len(value)
    if length >= 11:
        return value[:3] + "*" * min(length - 7, 8) + value[-4:]
    if length >= 6:
        return value[0] + "*" * (length - 2) + value[-1]
    return value[:1] + "*" * max(length - 1, 1)
