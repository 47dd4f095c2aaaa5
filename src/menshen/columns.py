"""What a table's columns hold: their names, their values, and the reason.

Two kinds of evidence: the header (facts/headers.tsv) and the share of cells that a finding
covers. Headers lie, so values win; a header alone names a type only where no value can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from menshen import facts
from menshen.model import Block, Cell, Column, Finding, Grid, Table, columns_of, is_grid

__all__ = ["Columns", "Seen", "seen"]

MIXED = "mixed"
_MAIN = 0.5
"""A type that fills at least this share of a column's cells is the column's type."""
_SOME = 0.05
"""From this share of cells with findings in them, a column of text counts as mixed."""
_COVERS = 0.6
"""A finding fills a cell when it covers at least this share of its characters."""


@dataclass(slots=True)
class _Tally:
    """What was seen in one column so far."""

    filled: int = 0
    whole: Counter[str] = field(default_factory=Counter)
    part: Counter[str] = field(default_factory=Counter)


class Seen(NamedTuple):
    """What one block shows of a table's columns: names, filled cells, and findings by column.

    `counts` are by position, type, and whether the finding fills its cell.
    """

    table: str
    names: tuple[str, ...]
    aliases: tuple[tuple[str, ...], ...]
    filled: tuple[int, ...]
    counts: Counter[tuple[int, str, bool]]


def seen(block: Block, findings: Sequence[Finding]) -> Seen | None:
    """Return what a block and its findings show of columns; None for a block that is no table."""
    grid = block.layout
    if not is_grid(grid):
        return None
    counts = Counter(
        (f.place.column, f.type.id, _fills(f, grid))
        for f in findings
        if isinstance(f.place, Cell) and f.place.row >= 0
    )
    return Seen(grid.table, grid.names, columns_of(grid), grid.filled(), counts)


class Columns:
    """Collects what the columns of one document's tables hold, block by block."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._names: dict[str, tuple[str, ...]] = {}
        self._aliases: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._tallies: dict[str, dict[int, _Tally]] = {}

    def add(self, seen: Seen) -> None:
        """Take what `seen` counted in one block."""
        self._names[seen.table] = seen.names
        self._aliases[seen.table] = seen.aliases
        tallies = self._tallies.setdefault(seen.table, {})
        for position, filled in enumerate(seen.filled):
            tallies.setdefault(position, _Tally()).filled += filled
        for (position, kind, whole), count in seen.counts.items():
            tally = tallies.setdefault(position, _Tally())
            counter = tally.whole if whole else tally.part
            counter[kind] += count

    def tables(self) -> Iterator[Table]:
        """Yield the tables with what each column was found to hold."""
        for name, tallies in self._tallies.items():
            names, aliases = self._names[name], self._aliases[name]
            yield Table(
                self._document,
                name,
                tuple(
                    _column(
                        *((names[i], aliases[i]) if i < len(names) else ("", ())), i, tallies[i]
                    )
                    for i in sorted(tallies)
                ),
            )


def _fills(finding: Finding, grid: Grid) -> bool:
    cell = grid.cell(finding.span.start)
    if cell is None or cell.end <= cell.start:
        return False
    return (finding.span.end - finding.span.start) / (cell.end - cell.start) >= _COVERS


def _column(name: str, aliases: tuple[str, ...], position: int, tally: _Tally) -> Column:
    header = next(filter(None, map(facts.header, aliases)), None)
    by_value = _by_value(tally)
    if by_value is not None:
        kind, share, reason = by_value
        agrees = header is not None and header.type == kind
        score = min(0.99, 0.5 + share / 2) if not agrees else 0.99
        return Column(name, position, kind, round(score, 2), reason + _agreement(header, kind))
    if header is not None and header.type not in {"-", MIXED}:
        score = 0.8 if header.strength == "strong" else 0.55
        reason = f"the header names it ({header.strength}); values have no form that could tell"
        return Column(name, position, header.type, score, reason)
    if header is not None and header.type == MIXED and tally.filled:
        return Column(name, position, MIXED, 0.6, "the header names a column of remarks")
    return Column(name, position, None, 0.0, f"no finding in {tally.filled} cells")


def _by_value(tally: _Tally) -> tuple[str, float, str] | None:
    """Return type, share and reason when the values of a column say what it holds."""
    found = tally.whole.total() + tally.part.total()
    if not tally.filled or not found:
        return None
    if tally.whole:
        kind, count = tally.whole.most_common(1)[0]
        share = min(1.0, count / tally.filled)
        if share >= _MAIN:
            return kind, share, f"{count} of {tally.filled} cells are {kind}"
    share = min(1.0, found / tally.filled)
    if share >= _SOME:
        kinds = len({*tally.whole, *tally.part})
        return MIXED, share, f"{found} findings of {kinds} kinds in {tally.filled} cells"
    return None


def _agreement(header: facts.Header | None, kind: str) -> str:
    if header is None or header.type == "-":
        return "; the header says nothing"
    return "; the header agrees" if header.type == kind else f"; the header says {header.type}"
