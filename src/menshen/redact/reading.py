"""Reading a document to the bottom before anything is written: its findings, those inside too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from menshen import formats
from menshen.detectors import find
from menshen.model import Block, Document, Failure, Finding, Format, Remark
from menshen.people import People, grouped
from menshen.policy import Policy
from menshen.redact.shelf import Findings
from menshen.workers import unread

__all__ = ["DEPTH", "Held", "Progress", "opened"]

DEPTH = 8
"""How many documents may lie inside each other."""
Progress = Callable[[str, int], None]
"""Called with a document's address and the characters read of it since the last call."""


@dataclass(slots=True)
class Held:
    """A document that was read: by which format, what was found in each block, what lies inside.

    `failure` says why it was not read to its end; then it is not written.
    """

    document: Document
    format: Format | None = None
    findings: Findings = field(default_factory=Findings, repr=False)
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
            yield from held.findings

    def blocks(self) -> Iterator[tuple[Block, list[Finding]]]:
        """Read the document once more; yield its blocks with what was found in them."""
        if self.format is not None:
            parts = self.format.read(self.document)
            yield from self.findings.beside(part for part in parts if isinstance(part, Block))


def opened(
    document: Document,
    policy: Policy,
    progress: Progress | None = None,
    people: People | None = None,
    depth: int = 0,
) -> Held:
    """Return a document read to the bottom; what cannot be read becomes its failure.

    With `people` each finding names whose it is; only a vault asks for that.
    """
    held = Held(document)
    if depth > DEPTH:
        reason = f"nested more than {DEPTH} documents deep"
        held.failure = Failure(document.uri, "UnreadableError", reason)
        return held
    inside: list[Document] = []
    own = policy.for_document(document.uri)
    try:
        held.format = formats.for_document(document)
        for block in _blocks(held, inside, progress):
            if found := find(block, policy=own):
                held.findings.put(block, found if people is None else _owned(block, found, people))
    except Exception as error:  # noqa: BLE001 - one document must not end the run over many
        held.failure = unread(document.uri, error)
    for one in inside:
        held.inner[one.uri] = opened(one, policy, progress, people, depth + 1)
    return held


def _owned(block: Block, found: list[Finding], people: People) -> list[Finding]:
    """Return the findings of a block, each with the person it belongs to in the document."""
    labelled = people.add(grouped(block, found))
    return [finding for finding in labelled if isinstance(finding, Finding)]


def _blocks(held: Held, inside: list[Document], progress: Progress | None) -> Iterator[Block]:
    """Yield the blocks of a document; keep what else comes out of it."""
    assert held.format is not None
    for part in held.format.read(held.document):
        if isinstance(part, Block):
            if progress is not None:
                progress(held.document.uri, len(part.text))
            yield part
        elif isinstance(part, Document):
            inside.append(part)
        elif isinstance(part, Failure):
            held.failures.append(part)
        else:
            held.remarks.append(part)
