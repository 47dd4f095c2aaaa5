"""Numbers for people who do not exist: as the table's own depend on its other columns.

Columns that are computed from others (a price that is area times unit price) are recognised and
computed again. The others follow, one after another, a linear model of what is already there plus
the residual of a real row of the same building or estate: so no number is copied, and the spread is
the real one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any, NamedTuple

from menshen.canary.table import NUMBER, Column, Table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Reals = npt.NDArray[np.float64]
else:
    Reals = Any

__all__ = ["Figures", "Relation", "relations"]

_HOLDS = 0.95
_LEVELS = 40
_RIDGE = 1e-3
_DIGITS = re.compile("[0-9]+")


class Relation(NamedTuple):
    """A column that is the product or quotient of two others, rounded to its decimals."""

    target: int
    left: int
    right: int
    sign: str


def relations(table: Table, columns: Sequence[Column]) -> list[Relation]:
    """Return the columns of numbers that two others determine.

    >>> rows = [(str(a), str(u), str(a * u)) for a in (80, 90, 121) for u in (21000, 19999)]
    >>> named = [Column(n, i, "number", 1.0, 1.0) for i, n in enumerate("aup")]
    >>> relations(Table(("a", "u", "p"), rows), named)
    [Relation(target=2, left=0, right=1, sign='*')]
    """
    import numpy as np

    numeric = [c.at for c in columns if c.filled > _HOLDS and _numeric(table, c)]
    values = {at: _values(table.rows, at) for at in numeric}
    targets = [c.at for c in columns if c.role == "number" and c.at in values]
    found: list[Relation] = []
    # A rounded product also holds read backwards, as a quotient; a rounded quotient does not.
    for sign in "*/":
        for target in targets:
            known = {relation.target for relation in found}
            others = [at for at in numeric if at not in {target, *known}]
            for left, right in permutations(others, 2) if target not in known else ():
                made = _combined(values[left], values[right], sign)
                near = np.abs(made - values[target]) <= 0.501 * 10.0 ** -_decimals(table, target)
                if float(near.mean()) > _HOLDS:
                    found.append(Relation(target, left, right, sign))
                    break
    return found


def _combined(left: Reals, right: Reals, sign: str) -> Reals:
    import numpy as np

    if sign == "*":
        return left * right
    return left / np.where(right == 0, np.nan, right)


@dataclass(frozen=True, slots=True)
class _Model:
    """A column of numbers as a linear model of others, with its residuals, row by row."""

    column: int
    decimals: int
    grain: float
    logged: bool
    weights: Reals
    residuals: Reals
    bounds: tuple[float, float]


class Figures:
    """Draws the numbers of made-up rows whose other columns are already there.

    `floors` is the floor of each row of the table, 0 where it has none.
    """

    def __init__(self, table: Table, columns: Sequence[Column], floors: Reals) -> None:
        self.relations = relations(table, columns)
        computed = {relation.target for relation in self.relations}
        free = [c.at for c in columns if c.role == "number" and c.at not in computed]
        numeric = {c.at for c in columns if _numeric(table, c)}
        classes = [c.at for c in columns if c.role in {"shared", "estate"} and c.at not in numeric]
        self._levels = {at: _levels([row[at] for row in table.rows]) for at in classes}
        self._plain = [c.at for c in columns if c.role == "shared" and c.at in numeric]
        self._moments = [c.at for c in columns if c.role == "moment"]
        self._decimals = {r.target: _decimals(table, r.target) for r in self.relations}
        self._models = [
            self._fitted(table, at, floors, free[:place]) for place, at in enumerate(free)
        ]

    def draw(
        self,
        rows: Sequence[list[str]],
        floors: Sequence[float],
        around: Sequence[Sequence[int]],
        rng: np.random.Generator,
    ) -> None:
        """Write the numbers of rows, of which all other columns are filled in.

        `around` names, for each, the rows of the table whose residuals it may have.
        """
        import numpy as np

        earlier: list[int] = []
        for model in self._models:
            mean = self._design(rows, np.array(floors, dtype=np.float64), earlier) @ model.weights
            chosen = [near[int(rng.integers(len(near)))] for near in around]
            told = mean + model.residuals[chosen]
            drawn = np.exp(told) if model.logged else told
            for row, value in zip(rows, np.clip(drawn, *model.bounds), strict=True):
                row[model.column] = _written(float(value), model.decimals, model.grain)
            earlier.append(model.column)
        for relation in self.relations:
            for row in rows:
                row[relation.target] = self._computed(row, relation)

    def _computed(self, row: Sequence[str], relation: Relation) -> str:
        left, right = float(row[relation.left] or 0), float(row[relation.right] or 0)
        made = left * right if relation.sign == "*" else left / right if right else 0.0
        return f"{made:.{self._decimals[relation.target]}f}"

    def _fitted(self, table: Table, at: int, floors: Reals, earlier: Sequence[int]) -> _Model:
        import numpy as np

        values = _values(table.rows, at)
        logged = bool((values > 0).all())
        told = np.log(values) if logged else values
        design = self._design(table.rows, floors, earlier)
        gram = design.T @ design + _RIDGE * np.eye(design.shape[1])
        weights = np.array(np.linalg.solve(gram, design.T @ told), dtype=np.float64)
        bounds = (float(values.min()), float(values.max()))
        grain = _grain([row[at].strip() for row in table.rows])
        residuals = np.array(told - design @ weights, dtype=np.float64)
        return _Model(at, _decimals(table, at), grain, logged, weights, residuals, bounds)

    def _design(
        self, rows: Sequence[Sequence[str]], floors: Reals, earlier: Sequence[int]
    ) -> Reals:
        """Return what the models go by: classes, dates, floors, other numbers, and squares."""
        import numpy as np

        parts = [np.ones((len(rows), 1))]
        for at, levels in self._levels.items():
            block = np.zeros((len(rows), len(levels) + 1))
            chosen = [levels.get(row[at], len(levels)) for row in rows]
            block[np.arange(len(rows)), chosen] = 1
            parts.append(block)
        reals = [np.log1p(np.abs(_values(rows, at))) for at in (*self._plain, *earlier)]
        reals += [_days(rows, at) for at in self._moments] + [floors / 30]
        for values in reals:
            parts += [values[:, None], values[:, None] ** 2]
        return np.hstack(parts)


def _numeric(table: Table, column: Column) -> bool:
    """Say whether a column holds numbers, be they measured or classes such as areas of plans."""
    if column.role not in {"number", "shared"}:
        return False
    cells = [row[column.at].strip() for row in table.rows[:2000]]
    return bool(cells) and sum(1 for c in cells if NUMBER.fullmatch(c)) > _HOLDS * len(cells)


def _values(rows: Sequence[Sequence[str]], at: int) -> Reals:
    import numpy as np

    cells = [row[at].strip() for row in rows]
    return np.array([float(c) if NUMBER.fullmatch(c) else 0.0 for c in cells])


def _days(rows: Sequence[Sequence[str]], at: int) -> Reals:
    """Return dates in decades since 2000: near 1, so that squares stay tame."""
    import numpy as np

    found = []
    for row in rows:
        parts = [int(run) for run in _DIGITS.findall(row[at])[:3]]
        whole = len(parts) == 3
        found.append((parts[0] - 2000 + (parts[1] - 1) / 12 + parts[2] / 365) / 10 if whole else 0)
    return np.array(found, dtype=np.float64)


def _levels(cells: Sequence[str]) -> dict[str, int]:
    """Return the commonest classes, numbered."""
    return {cell: n for n, (cell, _) in enumerate(Counter(cells).most_common(_LEVELS))}


def _decimals(table: Table, at: int) -> int:
    """Return how many decimals the column's numbers have, as most of them do."""
    sizes = Counter(len(row[at].strip().partition(".")[2]) for row in table.rows if row[at].strip())
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0


def _grain(cells: Sequence[str]) -> float:
    """Return the step that nearly all numbers are whole multiples of: 1, 10, 100 … or decimals.

    >>> _grain(["120000", "98000", "7000"])
    1000.0
    """
    whole = [int(cell) for cell in cells if cell.isdigit()]
    if len(whole) < _HOLDS * len(cells):
        return 0.0
    step = 1.0
    while step < 1e6 and sum(1 for v in whole if v % (step * 10) == 0) > _HOLDS * len(whole):
        step *= 10
    return step


def _written(value: float, decimals: int, grain: float) -> str:
    if grain > 1:
        value = round(value / grain) * grain
    return f"{value:.{decimals}f}"
