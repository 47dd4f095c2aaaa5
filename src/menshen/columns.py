"""What a table's columns hold: their names, their values, and the reason.

Two kinds of evidence: the header (facts/headers.tsv) and the share of cells that a finding
covers. Headers lie, so values win; a header alone names a type only where no value can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from menshen import facts
from menshen.model import Block, Cell, Column, Finding, Grid, Table, columns_of

__all__ = ["Columns"]

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


class Columns:
    """Collects what the columns of one document's tables hold, block by block."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._names: dict[str, tuple[str, ...]] = {}
        self._aliases: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._tallies: dict[str, dict[int, _Tally]] = {}

    def add(self, block: Block, findings: list[Finding]) -> None:
        """Take a block and its findings; blocks that are no table are passed over."""
        grid = block.layout
        if not isinstance(grid, Grid):
            return
        self._names[grid.table] = grid.names
        self._aliases[grid.table] = columns_of(grid)
        tallies = self._tallies.setdefault(grid.table, {})
        for position, filled in enumerate(grid.filled()):
            tallies.setdefault(position, _Tally()).filled += filled
        for finding in findings:
            if isinstance(finding.place, Cell) and finding.place.row >= 0:
                tally = tallies.setdefault(finding.place.column, _Tally())
                counter = tally.whole if _fills(finding, grid) else tally.part
                counter[finding.type.id] += 1

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
