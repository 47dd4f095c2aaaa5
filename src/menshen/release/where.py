"""Which rows a recipient is entitled to: conditions on columns, all of which must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from menshen.errors import UsageError
from menshen.marks.canonical import number
from menshen.marks.code import Bits
from menshen.marks.record import Columns

__all__ = ["Condition", "conditions", "holding"]

_FORM = re.compile("(?P<column>[^=<>!~]+?)\\s*(?P<sign>!=|>=|<=|=|~)\\s*(?P<value>.*)")


class Condition(NamedTuple):
    """A column, a sign and a value: `=` one of `a|b`, `!=` none of them, `~` holds it, `>=`, `<=`."""

    column: str
    sign: str
    value: str

    def test(self) -> Callable[[str], bool]:
        """Return the test of a cell; amounts compare as numbers, other cells as text."""
        several = frozenset(self.value.split("|"))
        if self.sign in {"=", "!="}:
            return lambda cell: (cell.strip() in several) is (self.sign == "=")
        if self.sign == "~":
            return lambda cell: self.value in cell
        bound = number(self.value)

        def within(cell: str) -> bool:
            value = number(cell) if bound is not None else None
            low, high = (cell, self.value) if value is None or bound is None else (value, bound)
            return low >= high if self.sign == ">=" else low <= high  # type: ignore[operator]

        return within


def conditions(given: Sequence[str], names: Sequence[str]) -> list[Condition]:
    """Return conditions as written, `楼栋=3幢|5幢`; raises `UsageError` for a bad one.

    >>> conditions(["楼栋=3幢|5幢"], ["楼栋"])
    [Condition(column='楼栋', sign='=', value='3幢|5幢')]
    """
    found = []
    for text in given:
        match = _FORM.fullmatch(text.strip())
        if match is None or match["column"].strip() not in names:
            raise UsageError(
                f"a condition is written column=value, with != ~ >= <= too; columns: {', '.join(names)}"
            )
        found.append(Condition(match["column"].strip(), match["sign"], match["value"].strip()))
    return found


def holding(wanted: Sequence[Condition], names: Sequence[str], columns: Columns) -> Bits:
    """Say which rows meet all conditions."""
    held = np.ones(len(columns[0]) if columns else 0, dtype=bool)
    for condition in wanted:
        test = condition.test()
        column = columns[list(names).index(condition.column)]
        held &= np.fromiter(map(test, column), dtype=bool, count=len(column))
    return held
