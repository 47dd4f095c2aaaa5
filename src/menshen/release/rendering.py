"""A recipient's rendering of the master's rows: every mark, always from the master itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress

import numpy as np

from menshen.errors import MenshenError
from menshen.marks import alias, canonical, null, value, written
from menshen.marks.code import Bits, Code, Tags
from menshen.marks.record import Columns, Schema
from menshen.marks.registry import Carrier, aliases

__all__ = ["Rendering", "block_tags"]

_MEMO = 100_000
"""Renderings of a column that are remembered: cells of few values are rendered once."""
_EXACT: dict[str, Callable[[str], object]] = {
    "phone": canonical.digits,
    "id": lambda cell: cell,
    "room": canonical.digits,
    "name": canonical.name,
}


class Rendering:
    """Renders rows for one recipient, by the carriers that are active for it.

    `blocks` are the tags of the blocks rendered so far.
    """

    def __init__(
        self, code: Code, schema: Schema, carriers: Sequence[Carrier], number: int
    ) -> None:
        order = {"V": 0, "L": 1, "F": 2, "N": 3}
        self._carriers = sorted(carriers, key=lambda c: order[c.kind])
        self._code = code
        self._schema = schema
        self._number = number
        self._aliases = aliases(carriers)
        self._memo: dict[tuple[int, bool], dict[str, str]] = {}
        self.blocks: set[int] = set()

    def rows(self, columns: Columns, tags: Tags) -> list[list[str]]:
        """Return the marked columns; raises `MenshenError` if a mark altered what must not be."""
        found = [list(column) for column in columns]
        symbols = self._symbols(columns, tags)
        for carrier in self._carriers:
            place = self._schema.place(carrier.column)
            bits = symbols[carrier.number]
            found[place] = self._marked(carrier, found[place], columns[place], bits, tags)
        for place, kind in enumerate(self._schema.kinds):
            if kind in _EXACT:
                _check(_EXACT[kind], columns[place], found[place], self._schema.names[place])
        return found

    def _symbols(self, columns: Columns, tags: Tags) -> dict[int, Bits]:
        found: dict[int, Bits] = {}
        for unit in ("record", "block"):
            here = [c for c in self._carriers if c.unit == unit]
            if not here:
                continue
            numbers = [c.number for c in here]
            rare = [c.number for c in here if c.kind == "N"]
            known, back = tags, None
            if unit == "block":
                known, back = block_tags(self._code, self._schema.blocks(columns, self._aliases))
                self.blocks.update(known.tolist())
            p = self._code.thresholds(known, numbers, rare)
            bits = self._code.symbols(known, [self._number], numbers, p)[0]
            bits = bits if back is None else bits[back]
            found.update({n: bits[:, i] for i, n in enumerate(numbers)})
        return found

    def _marked(
        self, carrier: Carrier, cells: list[str], master: Sequence[str], bits: Bits, tags: Tags
    ) -> list[str]:
        if carrier.kind == "V":
            reach = self._code.amplitudes(tags, [carrier.number])[:, 0] * carrier.reach
            clock = self._schema.kinds[self._schema.place(carrier.column)] == "date"
            return value.marked(
                cells, bits, reach, places=carrier.places, largest=carrier.reach, clock=clock
            )
        if carrier.kind == "N":
            filled = ~np.fromiter(map(null.is_blank, master), dtype=bool, count=len(master))
            return null.blanked(cells, bits & filled)
        return self._rewritten(carrier, cells, bits.tolist())

    def _rewritten(self, carrier: Carrier, cells: list[str], bits: list[bool]) -> list[str]:
        render = _renderer(carrier)
        memos = [self._memo.setdefault((carrier.number, bit), {}) for bit in (False, True)]
        found = []
        for cell, bit in zip(cells, bits, strict=True):
            memo = memos[bit]
            text = memo.get(cell)
            if text is None:
                text = render(cell, bit)
                if len(memo) < _MEMO:
                    memo[cell] = text
            found.append(text)
        return found


def _renderer(carrier: Carrier) -> Callable[[str, bool], str]:
    if carrier.kind == "L":
        names = dict(carrier.names)
        return lambda cell, bit: alias.written(cell, names, int(bit))
    form = written.form(carrier.form)
    return lambda cell, bit: form.write(cell, carrier.one if bit else carrier.zero)


def block_tags(code: Code, blocks: Sequence[str]) -> tuple[Tags, np.ndarray]:
    """Return the tags of the distinct blocks, and which of them each row belongs to."""
    distinct = {name: place for place, name in enumerate(dict.fromkeys(blocks))}
    back = np.fromiter((distinct[name] for name in blocks), dtype=np.intp, count=len(blocks))
    return code.tags([f"block|{name}" for name in distinct]), back


def _check(
    exact: Callable[[str], object], before: Sequence[str], after: Sequence[str], column: str
) -> None:
    changed = [a != b for a, b in zip(before, after, strict=True)]
    for a, b in zip(compress(before, changed), compress(after, changed), strict=True):
        if exact(a) != exact(b):
            raise MenshenError(f"a mark would alter the column {column!r}: nothing was released")
