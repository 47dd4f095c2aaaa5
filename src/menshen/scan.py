"""The pipeline: sources -> documents -> blocks -> findings -> people -> report.

`events` is the whole of it, a stream that holds no more than a block at a time; `Report.collect`
makes a report of it. With several jobs, small documents are read in processes as a whole, the
blocks of large ones one by one; what comes out is the same, in the same order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from menshen import columns, formats, named, sources, taxonomy
from menshen.columns import Columns
from menshen.detectors import find
from menshen.errors import MenshenError
from menshen.model import (
    Block,
    Document,
    Event,
    Failure,
    Finding,
    Part,
    Reading,
    Remark,
    Run,
    Table,
)
from menshen.people import People, grouped
from menshen.policy import DEFAULT, Policy
from menshen.report import Tally
from menshen.seldom import SELDOM
from menshen.workers import Lost, Task, Workers, broken, unread

__all__ = ["Progress", "events"]

Progress = Callable[[str, int], None]
"""Called with a document's address and the characters read of it since the last call."""

DEPTH = 8
"""How many documents may lie inside each other."""
HELD = 32 << 20
"""Of what lies inside a document, no more bytes wait to be read before they are."""
_LIGHTEST = 1000
LARGE = 4 << 20
"""Files of more bytes are read block by block when there are several jobs."""
_NAMING = frozenset(("media",))
"""Formats that tell the name of the file themselves."""
_BATCH, _MANY = 1 << 16, 24
"""So many bytes of small files, and so many files, are handed to a process at a time."""


class Searched(NamedTuple):
    """A block's findings, labelled by whose they are in it, and what it shows of columns."""

    findings: list[Finding]
    seen: columns.Seen | None
    size: int


Search = Callable[[Iterator[Block], Policy], Iterator[Searched | Lost]]
"""Searches blocks, here or in processes, and yields their results in order."""
Read = Reading | list[Finding] | Table | Failure


def events(
    asked: Sequence[str | Path],
    *,
    policy: Policy = DEFAULT,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Iterator[Event]:
    """Yield what a scan of the sources finds, in the order of the documents.

    First a `Run`, last the people and a `Summary`. Ctrl-C ends the stream early with a summary
    that says so. Raises `UsageError` for a source that does not exist, before anything is read.
    """
    documents = sources.documents(asked)
    started = time.monotonic()
    tally, people = Tally(), People()
    interrupted = False
    yield Run(
        version("menshen"),
        tuple(str(a) for a in asked),
        policy.digest,
        datetime.now(UTC).isoformat(timespec="seconds"),
        taxonomy.DATE,
    )
    try:
        with SELDOM:
            for item in _all(documents, policy, jobs, progress):
                for event in people.add(item) if isinstance(item, list) else (item,):
                    tally.add(event)
                    yield event
    except KeyboardInterrupt:
        interrupted = True
    for person in people.people():
        tally.add(person)
        yield person
    yield tally.summary(time.monotonic() - started, interrupted=interrupted)


def _all(
    documents: Iterable[Document | Failure], policy: Policy, jobs: int, progress: Progress | None
) -> Iterator[Read]:
    if jobs > 1:
        with Workers(jobs) as workers:
            yield from _in_parallel(documents, policy, workers, progress)
        return
    for document in documents:
        if isinstance(document, Failure):
            yield document
        else:
            yield from _read(document, policy, _here, progress)


def _in_parallel(
    documents: Iterable[Document | Failure],
    policy: Policy,
    workers: Workers,
    progress: Progress | None,
) -> Iterator[Read]:
    """Read documents in processes, or their blocks if they are large; results come in order.

    Small ones go to a process several at a time. Those that a process died of are read one by one.
    """
    search = partial(_elsewhere, workers)
    batches: dict[str, list[Document]] = {}

    def tasks() -> Iterator[Task | Iterable[Read]]:
        for item in _batched(documents):
            if isinstance(item, Failure):
                yield [item]
            elif isinstance(item, Document):
                yield _read(item, policy, search, progress)
            else:
                batches[item[0].uri] = item
                yield Task(_read_several, (item, policy), item[0].uri)

    for result in workers.results(tasks()):
        if isinstance(result, Lost):
            yield from _one_by_one(batches.pop(result.name), result, policy, workers)
            continue
        if not isinstance(result, tuple):  # read here, where progress is told of on the way
            yield from result
            continue
        first, read = result
        del batches[first]
        for item in read:
            if progress is not None and isinstance(item, Reading):
                progress(item.document, item.characters)
            yield item


def _batched(
    documents: Iterable[Document | Failure],
) -> Iterator[list[Document] | Document | Failure]:
    """Yield small documents several together, large ones and failures alone, all in order."""
    batch: list[Document] = []
    weight = 0
    for document in documents:
        size = LARGE + 1 if isinstance(document, Failure) else _size(document)
        if batch and (weight + size > _BATCH or len(batch) >= _MANY):
            yield batch
            batch, weight = [], 0
        if isinstance(document, Failure) or size > LARGE:
            yield document
        else:
            batch.append(document)
            weight += size
    if batch:
        yield batch


def _size(document: Document) -> int:
    """Return how many bytes a document has, more than `LARGE` where that cannot be told."""
    if document.stream is not None:
        return LARGE + 1
    try:
        return document.path.stat().st_size if document.path is not None else 0
    except OSError:
        return 0


def _one_by_one(
    batch: list[Document], lost: Lost, policy: Policy, workers: Workers
) -> Iterator[Read]:
    """Read documents alone of which one at least ended two processes."""
    tasks = (Task(_read_several, ([document], policy), document.uri) for document in batch)
    for result in workers.results(tasks) if len(batch) > 1 else (lost,):
        if isinstance(result, Lost):
            yield _lost(result.name, "the process that read it", result)
        else:
            yield from result[1]


def _read_several(documents: list[Document], policy: Policy) -> tuple[str, list[Read]]:
    """Read documents one after the other; return the address of the first, and all of it."""
    return documents[0].uri, [item for one in documents for item in _read_whole(one, policy)]


def _read_whole(document: Document, policy: Policy) -> tuple[Read, ...]:
    return tuple(_read(document, policy, _here, None))


def _here(blocks: Iterator[Block], policy: Policy) -> Iterator[Searched]:
    for block in blocks:
        yield _searched(block, policy)


def _elsewhere(
    workers: Workers, blocks: Iterator[Block], policy: Policy
) -> Iterator[Searched | Lost]:
    tasks = (Task(_searched, (block, policy), block.id) for block in blocks)
    yield from workers.results(tasks)


def _searched(block: Block, policy: Policy) -> Searched:
    findings = find(block, policy=policy)
    size = len(block.text) if block.core is None else block.core.end - block.core.start
    return Searched(grouped(block, findings), columns.seen(block, findings), size)


class _Opened:
    """A document being read: its blocks as they come, and beside them whatever else comes out.

    The blocks pause where the documents inside that wait to be read weigh `HELD` bytes; they go
    on when `blocks` is asked again, until `ended`.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._parts = self._all()
        self._weight = 0
        self.format = ""
        self.ended = False
        self.remarks: list[Remark] = []
        self.failure: Failure | None = None
        self._inner: list[Document | Failure] = []

    def inner(self) -> list[Document | Failure]:
        """Return the documents inside that came out since the last call."""
        inner, self._inner, self._weight = self._inner, [], 0
        return inner

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks; an error ends them and is kept, so that what was read stays valid."""
        for part in self._parts:
            if isinstance(part, Block):
                yield part
            elif isinstance(part, Remark):
                self.remarks.append(part)
            else:
                self._inner.append(part)
                self._weight += _weight(part)
                if self._weight >= HELD:
                    return
        self.ended = True

    def _all(self) -> Iterator[Part]:
        try:
            format_ = formats.for_document(self._document)
            self.format = format_.id
            yield from format_.read(self._document)
        except Exception as error:  # noqa: BLE001 - one document must not end the run over many
            self.failure = unread(self._document.uri, error)


def _weight(part: Document | Failure) -> int:
    held = part.data if isinstance(part, Document) else None
    return _LIGHTEST + (len(held) if held is not None else 0)


def _read(
    document: Document,
    policy: Policy,
    search: Search,
    progress: Progress | None,
    depth: int = 0,
) -> Iterator[Read]:
    """Yield the findings of a document, then its tables and the reading; or its failure.

    Documents inside it follow in the same way; where they are many, as they come out of it.
    """
    if depth > DEPTH:
        yield Failure(document.uri, "UnreadableError", f"nested more than {DEPTH} documents deep")
        return
    opened, held = _Opened(document), Columns(document.uri)
    blocks = characters = 0
    while not opened.ended:
        for result in _results(opened, document, policy, search):
            blocks += 1
            if isinstance(result, Lost):
                what = f"the process that searched block {blocks - 1}"
                opened.failure = _lost(document.uri, what, result)
                continue
            if result.seen is not None:
                held.add(result.seen)
            yield result.findings
            characters += result.size
            if progress is not None:
                progress(document.uri, result.size)
        if not opened.ended:
            yield from _inside(opened, policy, search, progress, depth)
    if not depth and opened.format not in _NAMING:
        yield _in_name(document, blocks, policy)
    if opened.failure is not None:
        yield opened.failure
    else:
        yield from held.tables()
        yield Reading(document.uri, opened.format, blocks, characters, tuple(opened.remarks))
    yield from _inside(opened, policy, search, progress, depth)


def _in_name(document: Document, ordinal: int, policy: Policy) -> list[Finding]:
    """Return what the name of a file says, as findings of a block behind its last."""
    own = policy.for_document(document.uri)
    findings = named.found(document, ordinal, own)
    block = Block(document.uri, ordinal, document.path.name if document.path is not None else "")
    return grouped(block, findings)


def _results(
    opened: _Opened, document: Document, policy: Policy, search: Search
) -> Iterator[Searched | Lost]:
    """Yield what is found in the blocks of a document; where that goes wrong, it ends."""
    try:
        yield from search(opened.blocks(), policy.for_document(document.uri))
    except MenshenError:
        raise
    except Exception as error:  # noqa: BLE001 - one document must not end the run over many
        opened.failure = broken(document.uri, error)
        opened.ended = True


def _inside(
    opened: _Opened, policy: Policy, search: Search, progress: Progress | None, depth: int
) -> Iterator[Read]:
    """Yield what the documents inside hold that came out of a document since the last time."""
    for part in opened.inner():
        if isinstance(part, Failure):
            yield part
        else:
            yield from _read(part, policy, search, progress, depth + 1)


def _lost(document: str, what: str, result: Lost) -> Failure:
    reason = (
        f"{what} died twice ({result.how}); "
        "scan it alone with --jobs 1, and see whether memory is short"
    )
    return Failure(document, "WorkerError", reason)
