"""The evidence of the marks: for each copy an e-value, the mean of which is at most 1 if innocent.

A position's ratio is ℓ(y|x) = Q(y|x) / P0(y), with P0(y) = p·Q(y|1) + (1−p)·Q(y|0) built from the
same Q; so its mean over the symbol of a copy that did not enter the leak is 1, whatever Q is.
Positions, rows and models combine as in docs/proofs/bound.md, where each step is proved; the tests
enumerate all symbols of small tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.marks.code import ONE, Bits, Reals, Tags, Words
from menshen.trace.models import ETAS, LOG_WEIGHTS, MAIN, THETA, channel

__all__ = ["ERASED", "MODELS", "Positions", "mixed", "scores", "spread"]

ERASED = -1
MODELS = len(MAIN) + len(THETA)
_FLOOR = 0.2
"""Of a soft channel, the share of η that any value gets: it bounds the ratio."""


class Positions(NamedTuple):
    """What was observed of records (or blocks), each at most once: arrays (records, carriers).

    `symbol` is 0, 1 or `ERASED`. `shift` is the observed difference of a number from the master's,
    NaN in carriers that are not numbers; `reach` is a_r·d there. `spread` is σ̂ of each carrier.
    """

    tags: Tags
    carriers: tuple[int, ...]
    thresholds: Words
    symbol: NDArray[np.int8]
    shift: Reals
    reach: Reals
    spread: Reals

    def rows(self, chosen: slice | Bits) -> Positions:
        """Return the positions of some of the records."""
        return self._replace(
            tags=self.tags[chosen],
            thresholds=self.thresholds[chosen],
            symbol=self.symbol[chosen],
            shift=self.shift[chosen],
            reach=self.reach[chosen],
        )

    def without(self, carriers: Iterable[int]) -> Positions:
        """Return the positions with some carriers erased, for a copy that never had them."""
        gone = [place for place, carrier in enumerate(self.carriers) if carrier in set(carriers)]
        if not gone:
            return self
        symbol, shift = self.symbol.copy(), self.shift.copy()
        symbol[:, gone], shift[:, gone] = ERASED, np.nan
        return self._replace(symbol=symbol, shift=shift)

    @property
    def seen(self) -> Bits:
        """Return which positions carry anything: neither erased nor without a value."""
        found: Bits = (self.symbol != ERASED) | ~np.isnan(self.shift)
        return found


def spread(shift: Reals, reach: Reals, largest: float) -> float:
    """Return σ̂ = clip(1.4826·median | |v| − a_r·d |, 0.06·d, 6·d), which depends on |v| only.

    >>> spread(np.array([4.0, -4.0]), np.array([4.0, 4.0]), 5.0)
    0.3
    """
    off = np.abs(np.abs(shift) - reach)
    off = off[~np.isnan(off)]
    middle = 1.4826 * float(np.median(off)) if off.size else 0.0
    return min(max(middle, 0.06 * largest), 6 * largest)


def mixed(logs: Reals) -> Reals:
    """Return log2 of the mixture of the models' e-values, of natural logs (copies, models)."""
    weighted = logs + LOG_WEIGHTS
    top = weighted.max(axis=1, keepdims=True)
    total = top[:, 0] + np.log(np.exp(weighted - top).sum(axis=1))
    found: Reals = total / np.log(2.0)
    return found


def scores(positions: Positions, symbols: Bits, held: Bits) -> Reals:
    """Return the natural log of each model's e-value, shape (copies, models).

    `symbols` are the copies' (copies, records, carriers), `held` says which copy ever contained
    which record. Those of separate sets of positions add up.
    """
    cells = _Cells.of(positions)
    found = np.zeros((len(symbols), MODELS))
    ratios = [np.ones(held.shape) for _ in ETAS]
    everywhere = bool(held.all())
    owns = held.astype(np.float64)
    for carrier in range(len(positions.carriers)):
        if not cells.used[carrier]:
            continue
        one = symbols[:, :, carrier].astype(np.float64)
        for place, (high, low) in enumerate(cells.ratios(carrier)):
            factor = one * (high - low)
            factor += low
            ratios[place] *= factor
        high, low = cells.logs(carrier)
        found[:, _APART] += (one if everywhere else one * owns) @ (high - low)
        found[:, _APART] += low.sum(axis=0) if everywhere else owns @ low
    if not everywhere:
        found[:, _APART] += ((1 - owns) @ cells.held)[:, None] * _ABSENT
    for place, model in _ROWS:
        beta, share = model.eta, 1 / model.colluders
        factor = ratios[ETAS.index(model.eta)] * ((1 - beta) * share)
        factor = factor if everywhere else factor * owns
        factor += beta + (1 - beta) * (1 - share)
        found[:, place] += _log_product(factor[:, cells.held > 0], len(positions.carriers))
    return found


_ROWS = [(place, model) for place, model in enumerate(MAIN) if model.mode == "row"]
_CELLS = [(place, model) for place, model in enumerate(MAIN) if model.mode == "cell"]
_APART = [place for place, _ in _CELLS] + list(range(len(MAIN), MODELS))
"""The models that are plain products over cells."""


def _absent() -> Reals:
    """Return the log factor of a cell of a record that a copy never held: 0 for its ratio."""
    cell = [np.log(m.eta + (1 - m.eta) * (1 - 1 / m.colluders)) for _, m in _CELLS]
    return np.array([*cell, *[0.0] * len(THETA)])


_ABSENT = _absent()


def _log_product(factors: Reals, carriers: int) -> Reals:
    """Return the log of the products along rows; few logarithms, no overflow."""
    most = max(1, int(280 / (1 + carriers)))
    found = np.zeros(len(factors))
    width = factors.shape[1]
    whole = width - width % most
    if whole:
        parts = factors[:, :whole].reshape(len(factors), -1, most)
        found += np.log(parts.prod(axis=2)).sum(axis=1)
    if whole < width:
        found += np.log(factors[:, whole:].prod(axis=1))
    return found


class _Cells(NamedTuple):
    """The ratios of the positions for either symbol."""

    positions: Positions
    seen: Bits
    held: Reals
    used: Bits

    @classmethod
    def of(cls, positions: Positions) -> _Cells:
        seen = positions.seen
        used: Bits = np.asarray(seen.any(axis=0))
        return cls(positions, seen, seen.sum(axis=1).astype(np.float64), used)

    def ratios(self, carrier: int) -> list[tuple[Reals, Reals]]:
        """Return ℓ(y|1) and ℓ(y|0) of each record, for each η."""
        p = self.positions.thresholds[:, carrier] / ONE
        return [_ratio(*self._channel(carrier, eta), p) for eta in ETAS]

    def logs(self, carrier: int) -> tuple[Reals, Reals]:
        """Return the log factors for symbol 1 and 0, shape (records, models that are products)."""
        by_eta = dict(zip(ETAS, self.ratios(carrier), strict=True))
        high, low = [], []
        for _, m in _CELLS:
            rest = m.eta + (1 - m.eta) * (1 - 1 / m.colluders)
            one, zero = ((1 - m.eta) / m.colluders * r for r in by_eta[m.eta])
            seen = self.seen[:, carrier]
            high.append(np.where(seen, np.log(rest + one), 0.0))
            low.append(np.where(seen, np.log(rest + zero), 0.0))
        theta_high, theta_low = self._theta(carrier)
        return np.column_stack([*high, theta_high]), np.column_stack([*low, theta_low])

    def _channel(self, carrier: int, eta: float) -> tuple[Reals, Reals]:
        """Return Q(y|1) and Q(y|0); both 1 where nothing was observed."""
        p = self.positions
        symbol, shift, reach = p.symbol[:, carrier], p.shift[:, carrier], p.reach[:, carrier]
        one = np.where(symbol == 1, 1 - eta, eta)
        zero = np.where(symbol == 1, eta, 1 - eta)
        soft = ~np.isnan(shift)
        if soft.any():
            width = 2 * p.spread[carrier] ** 2
            near = np.exp(-((shift[soft] - reach[soft]) ** 2) / width)
            far = np.exp(-((shift[soft] + reach[soft]) ** 2) / width)
            one[soft] = (1 - eta) * near + _FLOOR * eta
            zero[soft] = (1 - eta) * far + _FLOOR * eta
        blank = ~self.seen[:, carrier]
        one[blank] = zero[blank] = 1.0
        return one, zero

    def _theta(self, carrier: int) -> tuple[Reals, Reals]:
        """Return log ℓ of the θ models; numbers enter by their sign."""
        p = self.positions
        soft = ~np.isnan(p.shift[:, carrier])
        symbol = p.symbol[:, carrier].astype(np.intp)
        sign = np.sign(np.nan_to_num(p.shift[:, carrier]))
        symbol = np.where(soft, np.where(sign > 0, 1, np.where(sign < 0, 0, ERASED)), symbol)
        high = np.zeros((len(symbol), len(THETA)))
        low = np.zeros_like(high)
        for threshold in np.unique(p.thresholds[:, carrier]):
            table = _theta_logs(int(threshold))
            for y in (0, 1):
                here = (p.thresholds[:, carrier] == threshold) & (symbol == y)
                high[here], low[here] = table[1, y], table[0, y]
        return high, low


@lru_cache(maxsize=16)
def _theta_logs(threshold: int) -> Reals:
    """Return log ℓ(y|x) of the θ models at a bias, shape (x, y, models)."""
    p = threshold / ONE
    one = np.array([[channel(model, p, x) for model in THETA] for x in (0, 1)])
    table = np.empty((2, 2, len(THETA)))
    for y in (0, 1):
        q = one if y else 1 - one
        base = p * q[1] + (1 - p) * q[0]
        table[:, y] = np.log(q / base)
    return table


def _ratio(one: Reals, zero: Reals, p: Reals) -> tuple[Reals, Reals]:
    base = p * one + (1 - p) * zero
    return one / base, zero / base


def total(
    sets: Sequence[Positions], symbols: Sequence[Bits], held: Sequence[Bits], copies: int
) -> Reals:
    """Return log2 of the evidence over several sets of positions that all fit in memory."""
    found = np.zeros((copies, MODELS))
    for positions, bits, owns in zip(sets, symbols, held, strict=True):
        found += scores(positions, bits, owns)
    return mixed(found)
