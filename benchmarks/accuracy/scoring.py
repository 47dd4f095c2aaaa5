"""Scoring of findings against marked documents: precision, recall, F1, leak, over, clean.

A finding is right when its type is the marked one, or its parent or child in the taxonomy, and
intersection over union is at least one half. Optional spans are neither misses nor alarms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from menshen import taxonomy
from menshen.model import Finding

MARK = re.compile(r"\[\[(\??)([a-z_0-9]+)\|(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class Mark:
    """A marked stretch of a document."""

    start: int
    end: int
    type: str
    optional: bool


@dataclass(frozen=True)
class Marked:
    """A document with its marks."""

    name: str
    text: str
    marks: tuple[Mark, ...]


@dataclass
class Tally:
    """Counts over documents; `hits` etc. are by type."""

    hits: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    misses: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    personal: int = 0
    uncovered: int = 0
    other: int = 0
    over: int = 0
    clean_documents: int = 0
    alarmed_documents: int = 0


def parse(name: str, marked: str) -> Marked:
    """Return the document that inline markup describes.

    >>> parse("a", "电话[[mobile_number|138]]").marks
    (Mark(start=2, end=5, type='mobile_number', optional=False),)
    """
    pieces: list[str] = []
    marks: list[Mark] = []
    length = at = 0
    for match in MARK.finditer(marked):
        before, value = marked[at : match.start()], match.group(3)
        length += len(before)
        marks.append(Mark(length, length + len(value), match.group(2), bool(match.group(1))))
        length += len(value)
        pieces += (before, value)
        at = match.end()
    return Marked(name, "".join(pieces) + marked[at:], tuple(marks))


def read(folder: Path) -> list[Marked]:
    """Return the marked documents of a folder; `----` on a line parts them."""
    return [
        parse(f"{path.stem}-{i}", part.strip("\n"))
        for path in sorted(folder.glob("*.txt"))
        for i, part in enumerate(re.split(r"(?m)^----\s*$", path.read_text(encoding="utf-8")))
        if part.strip()
    ]


def related(one: str, other: str) -> bool:
    """Say whether two types are the same, or parent and child."""
    return one == other or one in parents(other) or other in parents(one)


def parents(type_id: str) -> tuple[str, ...]:
    """Return the type's parent, in a tuple that may be empty."""
    parent = taxonomy.get(type_id).parent
    return (parent,) if parent else ()


def overlap(mark: Mark, finding: Finding) -> float:
    """Return intersection over union."""
    shared = min(mark.end, finding.span.end) - max(mark.start, finding.span.start)
    if shared <= 0:
        return 0.0
    return shared / (max(mark.end, finding.span.end) - min(mark.start, finding.span.start))


def count(tally: Tally, document: Marked, findings: list[Finding], scored: set[str]) -> None:
    """Add one document; types outside `scored` are neither missed nor charged."""
    used: set[int] = set()
    for mark in document.marks:
        best = _best(mark, findings, used)
        if best is not None:
            used.add(best)
        if mark.optional or mark.type not in scored:
            continue
        if best is None:
            tally.misses[mark.type] += 1
        else:
            tally.hits[mark.type] += 1
            tally.exact[mark.type] += findings[best].span == (mark.start, mark.end)
    alarms = [
        f.type.id
        for i, f in enumerate(findings)
        if i not in used and f.type.id in scored and not _excused(f, document.marks)
    ]
    tally.alarms.update(alarms)
    _cover(tally, document, findings, scored)
    if not any(not m.optional for m in document.marks):
        tally.clean_documents += 1
        tally.alarmed_documents += bool(alarms)


def _best(mark: Mark, findings: list[Finding], used: set[int]) -> int | None:
    fits = [
        (overlap(mark, f), -i)
        for i, f in enumerate(findings)
        if i not in used and related(f.type.id, mark.type) and overlap(mark, f) >= 0.5
    ]
    return -max(fits)[1] if fits else None


def _excused(finding: Finding, marks: Iterable[Mark]) -> bool:
    """Say whether a finding lies on an optional stretch, or in a mark of a related kind."""
    return any(
        overlap(m, finding) > 0 and (m.optional or related(m.type, finding.type.id)) for m in marks
    )


def _cover(tally: Tally, document: Marked, findings: list[Finding], scored: set[str]) -> None:
    covered = {k for f in findings for k in range(*f.span)}
    wanted = {
        k
        for m in document.marks
        if not m.optional and m.type in scored
        for k in range(m.start, m.end)
    }
    free = {k for m in document.marks for k in range(m.start, m.end)}
    tally.personal += len(wanted)
    tally.uncovered += len(wanted - covered)
    tally.other += len(document.text) - len(free)
    tally.over += len(covered - free)


def figures(hits: int, misses: int, alarms: int) -> tuple[float, float, float]:
    """Return precision, recall and F1; 1 where there was nothing to get wrong.

    >>> figures(1, 1, 0)
    (1.0, 0.5, 0.6666666666666666)
    """
    precision = hits / (hits + alarms) if hits + alarms else 1.0
    recall = hits / (hits + misses) if hits + misses else 1.0
    total = 2 * hits + misses + alarms
    return precision, recall, 2 * hits / total if total else 1.0
