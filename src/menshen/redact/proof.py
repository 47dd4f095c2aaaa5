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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from menshen.model import Block, Document, Failure, Finding, Span
from menshen.policy import KEEP, Policy
from menshen.redact import islands
from menshen.redact.plan import Extra, Known, Plan
from menshen.redact.reading import Held, opened
from menshen.redact.sought import Sought, folded
from menshen.text import compact, fold_width
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
    document: Document,
    plans: Iterable[Plan],
    known: Known,
    policy: Policy,
    setting: Setting,
) -> Residue:
    """Read a document that was written, and return what is left in it."""
    held = opened(document, policy)
    standins = _Standins(plans)
    residue = Residue()
    met: Counter[tuple[str, str]] = Counter()
    for one in held.all():
        if one.failure is not None:
            residue.unread = one.failure
            return residue
        for block in _blocks(one):
            for finding in one.findings.get(block.id, ()):
                if setting.rules.style_of(finding.type.id) != KEEP and not standins.hold(finding):
                    _suspect(residue, finding, block, known)
            met.update(_met(block, known))
    for (form, kind), count in met.items():
        if count > standins.count(form):
            residue.stuck[kind] += 1
    return residue


def _suspect(residue: Residue, finding: Finding, block: Block, known: Known) -> None:
    """Note a finding that is no stand-in, if it is a value of the original or rather sure."""
    extra, old = _extra(block, finding), _is_old(finding, known)
    if old:
        residue.old.append(extra)
    if old or finding.score >= _SURE:
        residue.extras.append(extra)


def _met(block: Block, known: Known) -> Iterator[tuple[str, str]]:
    """Yield the known values that stand in a block, and their kinds."""
    core = block.core or Span(0, len(block.text))
    for hit in known.sought.hits(block.text, deep=True):
        if core.start <= hit.start < core.end:
            yield hit.form, hit.finding.type.id


def _is_old(finding: Finding, known: Known) -> bool:
    """Say whether a finding is a value that the original held."""
    plain = islands.plain(finding.value)
    return folded(plain) in known.values or folded(finding.normal) in known.values


def _blocks(held: Held) -> Iterator[Block]:
    assert held.format is not None
    return (part for part in held.format.read(held.document) if isinstance(part, Block))


def _extra(block: Block, finding: Finding) -> Extra:
    start, end = finding.span
    before = block.text[max(0, start - _CONTEXT) : start]
    return Extra(finding, before, block.text[end : end + _CONTEXT])


class _Standins:
    """What was put in place of values: whether a finding is one of them, or has to do with one."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._counts: Counter[str] = Counter()
        for plan in plans:
            self._counts.update(_plain(standin) for standin in plan.standins())
        del self._counts[""]
        self._all = "\0".join(self._counts)
        self._index: Sought | None = None

    def count(self, form: str) -> int:
        """Return how often the stand-ins together bring a form."""
        form = _plain(form)
        return sum(count * text.count(form) for text, count in self._counts.items())

    def hold(self, finding: Finding) -> bool:
        """Say whether a finding is a stand-in, a part of one, or one with what stands beside it."""
        written = _plain(islands.plain(finding.value))
        normal = _plain(finding.normal)
        if written in self._counts or normal in self._counts:
            return True
        if written and written in self._all:
            return True
        return bool(self._sought(finding).hits(written)) or self._is_encoded(finding)

    def _sought(self, finding: Finding) -> Sought:
        if self._index is None:
            self._index = Sought()
            self._index.add(finding, [s for s in self._counts if not _is_short(s)])
        return self._index

    def _is_encoded(self, finding: Finding) -> bool:
        normal = _plain(finding.normal).removeprefix("+86")
        return bool(normal) and normal in self._all


def _is_short(text: str) -> bool:
    return len(text) < 2 or (text.isascii() and len(text) < 5)


def _plain(text: str) -> str:
    return compact(folded(fold_width(text)))
