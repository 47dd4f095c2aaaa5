"""Reading a document to the bottom before anything is written: its findings, those inside too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from menshen import formats
from menshen.detectors import find
from menshen.errors import UnreadableError
from menshen.model import Block, Document, Failure, Finding, Format, Remark
from menshen.people import grouped
from menshen.policy import Policy
from menshen.workers import Lost, Task, Workers

__all__ = ["DEPTH", "Held", "Progress", "Search", "elsewhere", "here", "opened"]

DEPTH = 8
"""How many documents may lie inside each other."""
Progress = Callable[[str, int], None]
"""Called with a document's address and the characters read of it since the last call."""
Search = Callable[[Iterator[Block], Policy], Iterator[list[Finding] | Lost]]
"""Searches blocks, here or in processes, and yields their findings in order."""


@dataclass(slots=True)
class Held:
    """A document that was read: by which format, what was found in each block, what lies inside.

    `failure` says why it was not read to its end; then it is not written.
    """

    document: Document
    format: Format | None = None
    findings: dict[str, list[Finding]] = field(default_factory=dict, repr=False)
    inner: dict[str, Held] = field(default_factory=dict, repr=False)
    failures: list[Failure] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    failure: Failure | None = None

    def all(self) -> Iterator[Held]:
        """Yield this document and all inside, the outer before the inner."""
        yield self
        for held in self.inner.values():
            yield from held.all()

    def found(self) -> Iterator[Finding]:
        """Yield all findings, those of documents inside too."""
        for held in self.all():
            for findings in held.findings.values():
                yield from findings


def here(blocks: Iterator[Block], policy: Policy) -> Iterator[list[Finding]]:
    """Search blocks in this process."""
    for block in blocks:
        yield searched(block, policy)


def elsewhere(workers: Workers) -> Search:
    """Return a search that goes on in other processes, block by block."""

    def search(blocks: Iterator[Block], policy: Policy) -> Iterator[list[Finding] | Lost]:
        tasks = (Task(searched, (block, policy), block.id) for block in blocks)
        yield from workers.results(tasks)

    return search


def searched(block: Block, policy: Policy) -> list[Finding]:
    """Return the findings of a block, labelled by whose they are in it."""
    return grouped(block, find(block, policy=policy))


def opened(
    document: Document,
    policy: Policy,
    search: Search,
    progress: Progress | None = None,
    depth: int = 0,
) -> Held:
    """Return a document read to the bottom; what cannot be read becomes its failure."""
    held = Held(document)
    if depth > DEPTH:
        reason = f"nested more than {DEPTH} documents deep"
        held.failure = Failure(document.uri, "UnreadableError", reason)
        return held
    inside: list[Document] = []
    ids: list[str] = []
    try:
        held.format = formats.for_document(document)
        blocks = _blocks(held, inside, ids, progress)
        for number, result in enumerate(search(blocks, policy.for_document(document.uri))):
            if isinstance(result, Lost):
                raise UnreadableError(f"the process that searched block {number} died twice")
            if result:
                held.findings[ids[number]] = result
    except UnreadableError as error:
        held.failure = Failure(document.uri, type(error).__name__, str(error))
    except OSError as error:
        reason = error.strerror or "cannot be read"
        held.failure = Failure(document.uri, type(error).__name__, reason)
    for one in inside:
        held.inner[one.uri] = opened(one, policy, search, progress, depth + 1)
    return held


def _blocks(
    held: Held, inside: list[Document], ids: list[str], progress: Progress | None
) -> Iterator[Block]:
    """Yield the blocks of a document; keep what else comes out of it."""
    assert held.format is not None
    for part in held.format.read(held.document):
        if isinstance(part, Block):
            ids.append(part.id)
            if progress is not None:
                progress(held.document.uri, len(part.text))
            yield part
        elif isinstance(part, Document):
            inside.append(part)
        elif isinstance(part, Failure):
            held.failures.append(part)
        else:
            held.remarks.append(part)
