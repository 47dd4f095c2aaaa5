"""The proof: what was written is read again by our own readers, and nothing may be left in it.

Two questions are asked of every block of the output. Does the finder, with the same policy, find a
value of the original? Does any value that was taken out stand there verbatim, folded, broken up by
blanks, or encoded, more often than the stand-ins themselves bring it?

What the finder finds that is neither a value of the original nor a stand-in is new: with a good
score it is taken out in a further pass; what is left of that is counted, as it is the changed
surroundings that suggest it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from menshen import formats
from menshen.detectors import find
from menshen.errors import UnreadableError
from menshen.model import Block, Document, Failure, Finding, Span
from menshen.policy import KEEP, Policy
from menshen.redact.plan import Extra, Known
from menshen.redact.reading import DEPTH
from menshen.redact.standins import Standins
from menshen.text import compact
from menshen.transforms import Setting

__all__ = ["Residue", "proved"]

_CONTEXT = 8
_SURE = 0.7
"""A new finding is taken out from this score on."""


@dataclass(slots=True)
class Residue:
    """What is left: findings that a further pass can take out, and values that it cannot.

    `stuck` counts by kind, `old` are the extras that are values of the original; `unread` says why
    the output could not be read.
    """

    extras: list[Extra] = field(default_factory=list, repr=False)
    old: list[Extra] = field(default_factory=list, repr=False)
    stuck: Counter[str] = field(default_factory=Counter)
    unread: Failure | None = None

    @property
    def grave(self) -> bool:
        """Say whether a value of the original is left, or the output cannot be read."""
        return bool(self.old or self.stuck or self.unread)

    def __bool__(self) -> bool:
        return bool(self.extras) or self.grave

    def told(self) -> str:
        """Return what is left, by kind, without a value."""
        if self.unread is not None:
            return f"the output cannot be read: {self.unread.reason}"
        counts = self.stuck + Counter(extra.finding.type.id for extra in self.old)
        left = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
        return f"still found in the output: {left}; try style block, or delete"


def proved(
    document: Document, standins: Standins, known: Known, policy: Policy, setting: Setting
) -> Residue:
    """Read a document that was written, and return what is left in it.

    The output is not held: each block is read, asked and forgotten, and so are the documents inside.
    """
    proof = _Proof(standins, known, policy, setting)
    try:
        proof.read(document, 0)
    except _UnreadError as error:
        proof.residue.unread = error.failure
        return proof.residue
    return proof.done()


class _UnreadError(Exception):
    """The output, or a document in it, cannot be read."""

    def __init__(self, failure: Failure) -> None:
        super().__init__("unread")
        self.failure = failure


class _Proof:
    """One reading of an output: what is suspected in it, and which known values were met."""

    def __init__(self, standins: Standins, known: Known, policy: Policy, setting: Setting) -> None:
        self.residue = Residue()
        self._standins = standins
        self._known = known
        self._policy = policy
        self._setting = setting
        self._suspects: list[Extra] = []
        self._met: Counter[tuple[str, str]] = Counter()

    def read(self, document: Document, depth: int) -> None:
        """Read a document and those inside; raises `_UnreadError` for one that cannot be."""
        inside: list[Document] = []
        policy = self._policy.for_document(document.uri)
        try:
            for part in formats.for_document(document).read(document):
                if isinstance(part, Block):
                    self._block(part, policy)
                elif isinstance(part, Document):
                    inside.append(part)
        except UnreadableError as error:
            raise _UnreadError(Failure(document.uri, type(error).__name__, str(error))) from None
        except OSError as error:
            reason = error.strerror or "cannot be read"
            raise _UnreadError(Failure(document.uri, type(error).__name__, reason)) from None
        if inside and depth >= DEPTH:
            reason = f"nested more than {DEPTH} documents deep"
            raise _UnreadError(Failure(document.uri, "UnreadableError", reason))
        for one in inside:
            self.read(one, depth + 1)

    def done(self) -> Residue:
        """Return what is left, now that everything was read."""
        found = [extra.finding for extra in self._suspects]
        for extra, explained in zip(self._suspects, self._standins.explain(found), strict=True):
            if not explained:
                self._suspect(extra)
        for _, kind in self._standins.short(self._met):
            self.residue.stuck[kind] += 1
        return self.residue

    def _block(self, block: Block, policy: Policy) -> None:
        for finding in find(block, policy=policy):
            kept = self._setting.rules.style_of(finding.type.id) == KEEP
            if not kept and not self._standins.has(finding):
                self._suspects.append(_extra(block, finding))
        core = block.core or Span(0, len(block.text))
        for hit in self._known.sought.hits(block.text, deep=True):
            if core.start <= hit.start < core.end:
                self._met[hit.form, hit.finding.type.id] += 1

    def _suspect(self, extra: Extra) -> None:
        """Note a finding that is no stand-in, if it is a value of the original or rather sure."""
        old = self._known.has(extra.finding)
        if old:
            self.residue.old.append(extra)
        mask = len(set(compact(extra.finding.value))) == 1  # a row of stars that OCR took for 大
        if old or (extra.finding.score >= _SURE and not mask):
            self.residue.extras.append(extra)


def _extra(block: Block, finding: Finding) -> Extra:
    start, end = finding.span
    before = block.text[max(0, start - _CONTEXT) : start]
    return Extra(finding._replace(evidence=()), before, block.text[end : end + _CONTEXT])
