"""From findings to edits: what stands where, in documents and in those inside them.

A value found in one place is taken out wherever else it stands bare in the document
(`menshen.redact.sought`). Of overlapping stretches the first and longest is replaced.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from menshen.digests import Digests, digest
from menshen.edits import Edit
from menshen.model import Block, Box, Finding, Span
from menshen.policy import KEEP
from menshen.redact import islands
from menshen.redact.reading import Held
from menshen.redact.sought import Sought, folded, forms
from menshen.redact.standins import Standins
from menshen.transforms import Setting, replaced

__all__ = ["Extra", "Known", "Plan", "Value"]

_CONTEXT = 2
_TELLING = 4
"""A value of so many characters is looked for whatever stands around it."""


class Value(NamedTuple):
    """A value that is taken out: its kind, its canonical form, as written, what stands for it."""

    type: str
    normal: str
    written: str
    standin: str
    person: str | None

    def __repr__(self) -> str:
        return f"Value({self.type!r})"


class Extra(NamedTuple):
    """A value that was found only when the output was read again, and what stood around it."""

    finding: Finding
    before: str
    after: str

    def __repr__(self) -> str:
        return f"Extra({self.finding.type.id!r})"


@dataclass(slots=True)
class Known:
    """What is known of a document tree: the values to seek everywhere, and those met late.

    `_values` are those that are sought nowhere, such as facts, so that nothing is kept twice.
    """

    sought: Sought = field(default_factory=Sought, repr=False)
    extras: list[Extra] = field(default_factory=list, repr=False)
    _values: Digests = field(default_factory=Digests, repr=False)

    @classmethod
    def of(cls, held: Held, setting: Setting) -> Known:
        """Return the values of a document and of those inside."""
        known = cls()
        for finding in held.found():
            known.add(finding, setting)
        return known

    def add(self, finding: Finding, setting: Setting) -> None:
        """Seek the value of a finding, unless its kind is to be kept."""
        if setting.rules.style_of(finding.type.id) != KEEP:
            plain = islands.plain(finding.value)
            wanted = forms(finding, plain)
            self.sought.add(finding, wanted)
            for text in {folded(plain), folded(finding.normal)} - wanted:
                self._values.add(digest(text))

    def has(self, finding: Finding) -> bool:
        """Say whether a finding is a value of the original, of whatever kind."""
        told = folded(islands.plain(finding.value)), folded(finding.normal)
        return any(t in self.sought or self._values.get(digest(t)) is not None for t in told)


class Plan:
    """The edits of a document, made as they are asked for, and what they take out.

    `standins` notes what stands in place of values. With `undo` the values are kept, by block and
    span; without, memory is that of a block.
    """

    def __init__(
        self, held: Held, known: Known, setting: Setting, standins: Standins, *, undo: bool = False
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.values: dict[tuple[str, Span], tuple[Value, ...]] = {}
        self._held = held
        self._known = known
        self._setting = setting
        self._standins = standins
        self._undo = undo

    def edits(self) -> Iterator[Edit]:
        """Read the document once more and yield its edits; those inside it are other plans'."""
        if not (self._known.sought or self._known.extras or self._held.findings):
            return
        for block, findings in self._held.blocks():
            yield from _block(block, findings, self._known, self._setting, self._edit)

    def _edit(self, block: Block, span: Span, text: str, values: Sequence[Value]) -> Edit:
        for value in values:
            self._standins.add(value.standin)
            self.counts[value.type] += 1
        if self._undo:
            self.values[block.id, span] = tuple(values)
        return Edit(block.id, span, text)


Making = Callable[[Block, Span, str, Sequence[Value]], Edit]


def _block(
    block: Block, findings: Sequence[Finding], known: Known, setting: Setting, edit: Making
) -> Iterator[Edit]:
    """Yield the edits of a block: of its findings, then of what stands bare between them."""
    wanted = [f for f in findings if setting.rules.style_of(f.type.id) != KEEP]
    taken = sorted((f.span, f) for f in wanted)
    core = block.core or Span(0, len(block.text))
    but = [span for span, _ in taken]
    for span, finding in [*_bare(block, known, but), *_late(block, known.extras)]:
        if core.start <= span.start < core.end:
            taken.append((span, finding._replace(value=block.text[slice(*span)], block=block.id)))
    tokens: dict[islands.Token, list[Finding]] = defaultdict(list)
    end = 0
    for span, finding in sorted(taken, key=lambda t: (t[0].start, -t[0].end)):
        token = islands.enclosing(block.text, finding)
        if token is not None:
            if token.span.start >= end or token in tokens:
                tokens[token].append(finding._replace(span=span))
                end = max(end, token.span.end)
        elif span.start >= end:
            plain = islands.plain(finding.value)
            value = _value(finding, plain, setting)
            yield edit(block, span, islands.reencoded(value.standin, finding.value), [value])
            end = span.end
    for token, held in tokens.items():
        yield _token(block, token, held, setting, edit)


def _bare(block: Block, known: Known, but: Sequence[Span]) -> Iterator[tuple[Span, Finding]]:
    for hit in known.sought.hits(block.text, but=but):
        yield Span(hit.start, hit.end), hit.finding


def _late(block: Block, extras: Iterable[Extra]) -> Iterator[tuple[Span, Finding]]:
    """Yield where values stand that were met late: by what stands before or behind, or the place.

    What stood around a value may have gone from the copy in which it was met; a page stays as it is.
    """
    for extra in extras:
        value = extra.finding.value
        at = block.text.find(value) if value else -1
        while at >= 0:
            end = at + len(value)
            before = block.text[max(0, at - _CONTEXT) : at]
            after = block.text[end : end + _CONTEXT]
            same = (before and extra.before.endswith(before)) or (
                after and extra.after.startswith(after)
            )
            if same or len(value) >= _TELLING or _is_there(block, Span(at, end), extra.finding):
                yield Span(at, end), extra.finding
            at = block.text.find(value, end)


def _is_there(block: Block, span: Span, finding: Finding) -> bool:
    """Say whether a stretch stands where a finding of the same document does, on a page."""
    if finding.document != block.document or not isinstance(finding.place, Box):
        return False
    place = block.layout.place(*span) if block.layout is not None else None
    if not isinstance(place, Box) or place.page != finding.place.page:
        return False
    one, other = place, finding.place
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return 2 * wide > other.x1 - other.x0 and 2 * high > other.y1 - other.y0


def _value(finding: Finding, plain: str, setting: Setting) -> Value:
    standin = replaced(finding._replace(value=plain), setting)
    return Value(finding.type.id, finding.normal, plain, standin, finding.person)


def _token(
    block: Block, token: islands.Token, held: Sequence[Finding], setting: Setting, edit: Making
) -> Edit:
    """Return one edit for all values in a base64 token."""
    edits: list[tuple[Span, str]] = []
    values: list[Value] = []
    end = 0
    for finding in held:
        span = token.within(finding.span)
        if span is None:
            span = Span(0, len(token.text))
        if span.start < end:
            continue
        end = span.end
        value = _value(finding, token.text[slice(*span)], setting)
        edits.append((span, value.standin))
        values.append(value)
    text = token.replaced(block.text[slice(*token.span)], edits)
    return edit(block, token.span, text, values)
