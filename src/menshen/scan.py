"""The pipeline: sources -> documents -> blocks -> findings -> people -> report.

`events` is the whole of it, a stream that holds no more than a block and a record at a time;
`Report.collect` makes a report of it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from menshen import formats, sources, taxonomy
from menshen.columns import Columns
from menshen.detectors import find
from menshen.errors import UnreadableError
from menshen.model import (
    Block,
    Document,
    Event,
    Failure,
    Finding,
    Reading,
    Remark,
    Run,
    Table,
)
from menshen.people import People
from menshen.policy import DEFAULT, Policy
from menshen.report import Tally

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["Progress", "events"]

Progress = Callable[[str, int], None]
"""Called with a document's address and the characters read of it since the last call."""

DEPTH = 8
"""How many documents may lie inside each other."""
Read = Reading | Finding | Table | Failure


def events(
    asked: Sequence[str | Path],
    *,
    policy: Policy = DEFAULT,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Iterator[Event]:
    """Yield what a scan of the sources finds, in the order of the documents.

    First a `Run`, last a `Summary`. Ctrl-C ends the stream early with a summary that says so.
    Raises `UsageError` for a source that does not exist, before anything is read.
    """
    documents = sources.documents(asked)
    started = time.monotonic()
    tally = Tally()
    interrupted = False
    yield Run(
        version("menshen"),
        tuple(str(a) for a in asked),
        policy.digest,
        datetime.now(UTC).isoformat(timespec="seconds"),
        taxonomy.DATE,
    )
    try:
        read = _in_turn if jobs <= 1 else _in_parallel
        for event in _with_people(read(documents, policy, jobs, progress)):
            tally.add(event)
            yield event
    except KeyboardInterrupt:
        interrupted = True
    yield tally.summary(time.monotonic() - started, interrupted=interrupted)


def _with_people(stream: Iterator[Read]) -> Iterator[Event]:
    people = People()
    for event in stream:
        if isinstance(event, Finding):
            yield from people.add(event)
        else:
            yield from people.flush()
            yield event
    yield from people.flush()


def _in_turn(
    documents: Iterator[Document | Failure], policy: Policy, _jobs: int, progress: Progress | None
) -> Iterator[Read]:
    for document in documents:
        if isinstance(document, Failure):
            yield document
        else:
            yield from _read(document, policy, progress)


def _in_parallel(
    documents: Iterator[Document | Failure], policy: Policy, jobs: int, progress: Progress | None
) -> Iterator[Read]:
    """Read documents in processes, at most two waiting for each; results come in order."""
    from concurrent.futures import ProcessPoolExecutor

    waiting: deque[Future[list[Read]] | Failure | Document] = deque()
    with ProcessPoolExecutor(jobs) as pool:
        for document in documents:
            if isinstance(document, Failure) or document.stream is not None:
                waiting.append(document)
            else:
                waiting.append(pool.submit(_read_all, document, policy))
            if len(waiting) >= 2 * jobs:
                yield from _result(waiting.popleft(), policy, progress)
        while waiting:
            yield from _result(waiting.popleft(), policy, progress)


def _result(
    item: Future[list[Read]] | Failure | Document, policy: Policy, progress: Progress | None
) -> Iterator[Read]:
    if isinstance(item, Failure):
        yield item
    elif isinstance(item, Document):
        yield from _read(item, policy, progress)
    else:
        for event in item.result():
            if progress is not None and isinstance(event, Reading):
                progress(event.document, event.characters)
            yield event


def _read_all(document: Document, policy: Policy) -> list[Read]:
    return list(_read(document, policy, None))


def _read(
    document: Document, policy: Policy, progress: Progress | None, depth: int = 0
) -> Iterator[Read]:
    """Yield the findings of a document, then its tables and the reading; or its failure.

    Documents inside it follow in the same way.
    """
    if depth > DEPTH:
        yield Failure(document.uri, "UnreadableError", f"nested more than {DEPTH} documents deep")
        return
    inner: list[Document | Failure] = []
    base, policy = policy, policy.for_document(document.uri)
    columns = Columns(document.uri)
    remarks: list[Remark] = []
    blocks = characters = 0
    try:
        format_ = formats.for_document(document)
        for item in format_.read(document):
            if isinstance(item, Remark):
                remarks.append(item)
                continue
            if isinstance(item, Document | Failure):
                inner.append(item)
                continue
            findings = find(item, policy=policy)
            columns.add(item, findings)
            yield from findings
            blocks += 1
            size = _size(item)
            characters += size
            if progress is not None:
                progress(document.uri, size)
    except UnreadableError as error:
        yield Failure(document.uri, type(error).__name__, str(error))
        return
    except OSError as error:
        yield Failure(document.uri, type(error).__name__, error.strerror or "cannot be read")
        return
    yield from columns.tables()
    yield Reading(document.uri, format_.id, blocks, characters, tuple(remarks))
    for part in inner:
        if isinstance(part, Failure):
            yield part
        else:
            yield from _read(part, base, progress, depth + 1)


def _size(block: Block) -> int:
    return len(block.text) if block.core is None else block.core.end - block.core.start
