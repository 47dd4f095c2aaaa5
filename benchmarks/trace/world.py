"""A world of copies at the level of the code: the real PRF and the real decoder, no strings.

Fifty thousand records, nine carriers: seven formats, price ±40 yuan, area ±0.02 m², rounded as in a
file. A leak is what an attacker makes of the observations of some copies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from menshen.marks.code import Bits, Code, Reals
from menshen.trace.evidence import ERASED, MODELS, Positions, mixed, scores, spread

FORMATS, PRICE, AREA = 7, 7, 8
CARRIERS = tuple(range(9))
REACH = np.array([0.0] * FORMATS + [40.0, 0.02])
PLACES = {PRICE: 0, AREA: 2}
RECORDS = 50_000


class Key:
    """A key for a simulation."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def sub(self, label: str) -> bytes:
        """Return a subkey."""
        return hashlib.sha256(f"{self._seed}|{label}".encode()).digest()


class Seen(NamedTuple):
    """What some copies show, or what leaked: symbols (…, rows, 7) and shifts (…, rows, 2)."""

    symbol: np.ndarray
    shift: Reals


class World:
    """The records and the key of one run."""

    def __init__(self, seed: int, records: int = RECORDS) -> None:
        self.code = Code(Key(seed))
        self.tags = self.code.tags([f"+86{n:011d}" for n in range(records)])

    def rows(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Return some records."""
        return rng.choice(len(self.tags), count, replace=False)

    def seen(self, rows: np.ndarray, copies: Sequence[int]) -> Seen:
        """Return what these copies show of some records."""
        tags = self.tags[rows]
        p = self.code.thresholds(tags, CARRIERS)
        x = self.code.symbols(tags, list(copies), CARRIERS, p)
        reach = self.code.amplitudes(tags, CARRIERS) * REACH
        shift = np.where(x[..., FORMATS:], 1, -1) * reach[:, FORMATS:]
        for i, carrier in enumerate((PRICE, AREA)):
            shift[..., i] = np.round(shift[..., i], PLACES[carrier])
        return Seen(x[..., :FORMATS].astype(np.int8), shift)

    def positions(self, rows: np.ndarray, leak: Seen) -> Positions:
        """Return the positions of a leak."""
        tags = self.tags[rows]
        p = self.code.thresholds(tags, CARRIERS)
        reach = self.code.amplitudes(tags, CARRIERS) * REACH
        symbol = np.full((len(rows), 9), ERASED, dtype=np.int8)
        symbol[:, :FORMATS] = leak.symbol
        shift = np.full((len(rows), 9), np.nan)
        shift[:, FORMATS:] = leak.shift
        far = [2000.0, 0.2]
        for i, carrier in enumerate((PRICE, AREA)):
            shift[np.abs(shift[:, carrier]) > far[i], carrier] = np.nan
        wide = [1.0] * FORMATS + [
            spread(shift[:, c], reach[:, c], float(REACH[c])) for c in (PRICE, AREA)
        ]
        return Positions(tags, CARRIERS, p, symbol, shift, reach, np.array(wide))

    def evidence(self, positions: Positions, copies: Sequence[int], batch: int = 400_000) -> Reals:
        """Return log2 E of copies."""
        return mixed(self.scores(positions, copies, batch))

    def scores(self, positions: Positions, copies: Sequence[int], batch: int = 400_000) -> Reals:
        """Return the log scores of copies under all models."""
        found = np.zeros((len(copies), MODELS))
        step = max(1, batch // max(1, len(copies)))
        for start in range(0, len(positions.tags), step):
            part = positions.rows(slice(start, start + step))
            x = self.code.symbols(part.tags, list(copies), CARRIERS, part.thresholds)
            found += scores(part, x, np.ones(x.shape[:2], dtype=bool))
        return found


Attack = Callable[[Seen, np.random.Generator], Seen]


def _marked(
    copies: Seen, choose: Callable[[np.ndarray, int], np.ndarray], rng: np.random.Generator
) -> Seen:
    """Return a leak by a strategy that says for the number of ones what comes out: P(1)."""
    c = len(copies.symbol)
    ones = (copies.symbol == 1).sum(axis=0)
    symbol = (rng.random(ones.shape) < choose(ones, c)).astype(np.int8)
    plus = (copies.shift > 0).sum(axis=0)
    size = np.abs(copies.shift[0])
    shift = np.where(rng.random(plus.shape) < choose(plus, c), size, -size)
    return Seen(symbol, shift)


def _tie(t: np.ndarray, c: int, value: np.ndarray) -> np.ndarray:
    return np.where(t == 0, 0.0, np.where(t == c, 1.0, value))


def _half(t: np.ndarray, c: int) -> np.ndarray:
    return np.where(2 * t == c, 0.5, 0.0)


STRATEGIES: dict[str, Attack] = {
    "interleave": lambda s, r: _marked(s, lambda t, c: t / c, r),
    "majority": lambda s, r: _marked(s, lambda t, c: (2 * t > c) + _half(t, c), r),
    "minority": lambda s, r: _marked(s, lambda t, c: _tie(t, c, (2 * t < c) + _half(t, c)), r),
    "all-1": lambda s, r: _marked(s, lambda t, _: (t > 0) * 1.0, r),
    "all-0": lambda s, r: _marked(s, lambda t, c: (t == c) * 1.0, r),
    "coin": lambda s, r: _marked(s, lambda t, c: _tie(t, c, np.full(t.shape, 0.5)), r),
}


def by_row(copies: Seen, rng: np.random.Generator) -> Seen:
    """Return each row from a random copy."""
    rows = copies.symbol.shape[1]
    chosen, at = rng.integers(len(copies.symbol), size=rows), np.arange(rows)
    return Seen(copies.symbol[chosen, at], copies.shift[chosen, at])


def by_cell(copies: Seen, rng: np.random.Generator) -> Seen:
    """Return each cell from a random copy."""
    found = []
    for part in copies:
        chosen = rng.integers(len(part), size=part.shape[1:])
        found.append(np.take_along_axis(part, chosen[None], axis=0)[0])
    return Seen(*found)


def averaged(copies: Seen, _rng: np.random.Generator) -> Seen:
    """Return the mean of the numbers, and erase formats where copies differ."""
    leak = erased(copies, _rng)
    return Seen(leak.symbol, copies.shift.mean(axis=0))


def erased(copies: Seen, _rng: np.random.Generator) -> Seen:
    """Return what all copies agree on, and nothing where they differ."""
    same = (copies.symbol == copies.symbol[0]).all(axis=0)
    equal = (copies.shift == copies.shift[0]).all(axis=0)
    return Seen(
        np.where(same, copies.symbol[0], ERASED).astype(np.int8),
        np.where(equal, copies.shift[0], np.nan),
    )


def plain(copies: Seen, _rng: np.random.Generator) -> Seen:
    """Return the first copy as it is."""
    return Seen(copies.symbol[0], copies.shift[0])


def normalised(leak: Seen) -> Seen:
    """Return a leak in which all formats were normalised."""
    return Seen(np.full_like(leak.symbol, ERASED), leak.shift)


def kept(leak: Seen, formats: int, *, price: bool, area: bool) -> Seen:
    """Return a leak with some columns dropped."""
    symbol, shift = leak.symbol.copy(), leak.shift.copy()
    symbol[:, formats:] = ERASED
    shift[:, 0] = shift[:, 0] if price else np.nan
    shift[:, 1] = shift[:, 1] if area else np.nan
    return Seen(symbol, shift)


def misread(leak: Seen, share: float, rng: np.random.Generator) -> Seen:
    """Return a leak as a bad scan gives it: formats flipped or lost, digits of numbers wrong."""
    symbol, shift = leak.symbol.copy(), leak.shift.copy()
    held = symbol != ERASED
    flip = held & (rng.random(symbol.shape) < share)
    symbol[flip] = 1 - symbol[flip]
    symbol[rng.random(symbol.shape) < share / 2] = ERASED
    wrong = rng.random(shift.shape) < share
    shift[wrong] += rng.choice([-1, 1], wrong.sum()) * 10.0 ** rng.integers(-1, 4, wrong.sum())
    return Seen(symbol, shift)


def rounded(leak: Seen, base: np.ndarray, to: float) -> Seen:
    """Return a leak with prices rounded; `base` are the master's."""
    shift = leak.shift.copy()
    shift[:, 0] = np.round((base + shift[:, 0]) / to) * to - base
    return Seen(leak.symbol, shift)


def with_junk(leak: Seen, share: float, rng: np.random.Generator) -> Seen:
    """Return a leak in which some rows are made up."""
    symbol, shift = leak.symbol.copy(), leak.shift.copy()
    junk = rng.random(len(symbol)) < share
    symbol[junk] = rng.integers(0, 2, symbol[junk].shape)
    shift[junk] = rng.normal(0, [40, 0.02], shift[junk].shape)
    return Seen(symbol, shift)


def tilted(positions: Positions, rng: np.random.Generator, draws: int) -> Bits:
    """Draw symbols of a copy from the mixture the decoder scores by: P(x)·E(x).

    A mean over these with the weight 1/E is one over innocent copies: importance sampling.
    """
    from menshen.trace.evidence import _Cells, _theta_logs
    from menshen.trace.models import ETAS, LOG_WEIGHTS, MAIN

    cells = _Cells.of(positions)
    p = positions.thresholds / 65536
    rows, carriers = positions.symbol.shape
    by_eta = {}
    for eta in ETAS:
        ones = np.empty((rows, carriers))
        for i in range(carriers):
            high, _ = dict(zip(ETAS, cells.ratios(i), strict=True))[eta]
            ones[:, i] = p[:, i] * high
        by_eta[eta] = ones
    weights = np.exp(LOG_WEIGHTS)
    chosen = rng.choice(len(weights), draws, p=weights / weights.sum())
    found = np.empty((draws, rows, carriers), dtype=bool)
    for model in np.unique(chosen):
        here = np.flatnonzero(chosen == model)
        shape = (len(here), rows, carriers)
        if model < len(MAIN):
            m = MAIN[model]
            inside = (1 - m.eta) / m.colluders
            unit = (len(here), rows, 1) if m.mode == "row" else shape
            mine = rng.random(unit) < inside
            found[here] = rng.random(shape) < np.where(mine, by_eta[m.eta], p)
        else:
            one = np.empty((rows, carriers))
            for i in range(carriers):
                high, _ = cells._theta(i)
                one[:, i] = p[:, i] * np.exp(high[:, model - len(MAIN)])
            found[here] = rng.random(shape) < one
    assert _theta_logs is not None
    return found
