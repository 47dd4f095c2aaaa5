"""Before and after: what an original held, and whether anything of it is left in the redacted copy.

Both are read by our own readers. A pair is intact when no value of the original that identifies
(a name, a number, an address, a secret) is in the copy: as the finder reads it, verbatim, folded,
broken up or encoded. A fact, such as a trade or an age, is not looked for: without the vault nobody
can tell a stand-in from somebody else's. What stands between the values is compared as well and
told; it does not count, since a changed context changes what is found.

Documents of folders are paired by their path; what was renamed, by the order and ending of what is
left over. Values in their paths count as those inside do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from menshen import sources
from menshen.model import Block, Document, Failure, Finding, Span
from menshen.named import told_by
from menshen.policy import DEFAULT, KEEP, Policy
from menshen.redact import islands
from menshen.redact.plan import Known
from menshen.redact.reading import Held, opened
from menshen.redact.sought import forms
from menshen.transforms import Setting

__all__ = ["Compared", "Look", "Pair", "leftovers", "texts", "verify"]

_SURNAME = 2
_FAINT = 4
"""Shorter stretches between values are not looked for."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An original and its copy: values found before, and what of them is left, by kind.

    `lost` is how many stretches of text between the values are not in the copy any more; `missing`
    says why there is nothing to compare.
    """

    original: str
    redacted: str
    before: Mapping[str, int]
    left: Mapping[str, int]
    lost: int = 0
    missing: str = ""

    @property
    def intact(self) -> bool:
        """Say whether nothing is left."""
        return not self.left and not self.missing


@dataclass(frozen=True, slots=True)
class Compared:
    """All pairs, and the documents of the output that have no original."""

    pairs: tuple[Pair, ...]
    others: tuple[str, ...] = field(default=())

    @property
    def intact(self) -> bool:
        """Say whether nothing is left in any copy."""
        return bool(self.pairs) and all(pair.intact for pair in self.pairs)


Look = Callable[[Pair, Held, Held, Known], None]
"""Given a pair, both documents as they were read, and the values of the original."""


def verify(
    original: str | Path,
    redacted: str | Path,
    *,
    policy: Policy | None = None,
    look: Look | None = None,
) -> Compared:
    """Compare a source with what was made of it; see `menshen.api.verify`.

    `look` is called for each pair that could be compared, while its documents are known.
    """
    policy = policy or DEFAULT
    before, after = _named(original), _named(redacted)
    if len(before) == len(after) == 1 and not Path(original).is_dir():
        after = dict(zip(before, after.values(), strict=True))
    same = {name: name for name in before if name in after}
    spare = [name for name in after if name not in before]
    for name in before:
        if name not in same:
            found = next((s for s in spare if PurePath(s).suffix == PurePath(name).suffix), None)
            if found is not None:
                spare.remove(found)
                same[name] = found
    pairs = [
        _pair(document, after.get(same.get(name, "")), policy, look)
        for name, document in before.items()
    ]
    if Path(original).is_dir():
        pairs = [
            _called(pair, name, same[name], policy) if name in same else pair
            for pair, name in zip(pairs, before, strict=True)
        ]
    return Compared(tuple(pairs), tuple(spare))


def _called(pair: Pair, name: str, other: str, policy: Policy) -> Pair:
    """Return a pair with what its paths say: values in that of the original, and of those in the copy's."""
    told = [f for found in told_by(PurePath(name), policy) for f in found]
    said = {(f.type.id, f.value) for f in told}
    if not said:
        return pair
    kept = {kind for kind, _ in said if policy.redact.style_of(kind) == KEEP}
    before = Counter(pair.before) + Counter(kind for kind, _ in said)
    left = Counter(kind for kind, value in said if kind not in kept and value in other)
    return replace(pair, before=before, left=Counter(pair.left) + left)


def _named(source: str | Path) -> dict[str, Document | Failure]:
    """Return the documents of a source by their paths below it."""
    found: dict[str, Document | Failure] = {}
    root = Path(source)
    for item in sources.documents([source]):
        path = item.path if isinstance(item, Document) else None
        below = path.relative_to(root) if path is not None and root.is_dir() else None
        uri = item.uri if isinstance(item, Document) else item.document
        found[str(below) if below is not None else uri] = item
    return found


def _pair(
    before: Document | Failure,
    after: Document | Failure | None,
    policy: Policy,
    look: Look | None,
) -> Pair:
    if isinstance(before, Failure):
        return Pair(before.document, "", {}, {}, missing=before.reason)
    held = opened(before, policy)
    counts = Counter(finding.type.id for finding in held.found())
    if held.failure is not None:
        return Pair(before.uri, "", counts, {}, missing=held.failure.reason)
    if not isinstance(after, Document):
        reason = after.reason if after is not None else "it is not in the output"
        return Pair(before.uri, "", counts, {}, missing=reason)
    copy = opened(after, policy)
    if copy.failure is not None:
        return Pair(before.uri, after.uri, counts, {}, missing=copy.failure.reason)
    known = Known.of(held, Setting(policy.redact))
    left = Counter(kind for _, _, kind in leftovers(copy, known, policy))
    pair = Pair(before.uri, after.uri, counts, left, _lost(held, copy, known))
    if look is not None:
        look(pair, held, copy, known)
    return pair


def leftovers(copy: Held, known: Known, policy: Policy) -> Iterator[tuple[Block, Span, str]]:
    """Yield where a copy holds known values, and their kinds."""
    for block, found in texts(copy):
        spans = []
        for finding in found:
            told = forms(finding, islands.plain(finding.value))
            kept = policy.redact.style_of(finding.type.id) == KEEP
            if _is_masked(block, finding.span, finding):
                spans.append(finding.span)
            elif not kept and any(form in known.sought for form in told):
                spans.append(finding.span)
                yield block, finding.span, finding.type.id
        for hit in known.sought.hits(block.text, deep=True):
            span = Span(hit.start, hit.end)
            masked = _is_masked(block, span, hit.finding)
            if not masked and not any(s.start <= hit.start < s.end for s in spans):
                yield block, span, hit.finding.type.id


def _is_masked(block: Block, span: Span, finding: Finding) -> bool:
    """Say whether a name is the surname that a mask keeps of another one: 欧阳 in 欧阳**."""
    name = finding.type.id == "person_name" and span.end - span.start <= _SURNAME
    return name and block.text[span.end : span.end + 1] == "*"


def _lost(held: Held, copy: Held, known: Known) -> int:
    """Return how many stretches of text between values are not in the copy, in their order."""
    text = "".join(block.text[slice(*_core(block))] for block, _ in texts(copy))
    at = lost = 0
    for block, found in texts(held):
        core = _core(block)
        spans = [finding.span for finding in found]
        spans += [Span(hit.start, hit.end) for hit in known.sought.hits(block.text)]
        start = core.start
        for span in [*sorted(spans), Span(core.end, core.end)]:
            stretch = block.text[start : span.start].strip()
            start = max(start, span.end)
            if len(stretch) < _FAINT:
                continue
            found_at = text.find(stretch, at)
            lost += found_at < 0
            at = found_at + len(stretch) if found_at >= 0 else at
    return lost


def _core(block: Block) -> Span:
    return block.core or Span(0, len(block.text))


def texts(held: Held) -> Iterator[tuple[Block, list[Finding]]]:
    """Yield the blocks of a document and of those inside it, with their findings."""
    for one in held.all():
        if one.failure is None:
            yield from one.blocks()
