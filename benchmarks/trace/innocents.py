"""G1: innocents by the ten million, against every leak an attacker may make."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.trace.figures import Figure, Notes, interval
from benchmarks.trace.world import (
    STRATEGIES,
    Seen,
    World,
    averaged,
    by_cell,
    by_row,
    erased,
    kept,
    misread,
    normalised,
    plain,
    rounded,
    tilted,
    with_junk,
)
from menshen.trace.evidence import mixed, scores

LEVELS = (10, 100, 1_000, 10_000)
ACCUSED = 200 / 1e-6
_BATCH = 2_000
_PIECE = 1_000_000

Leaking = Callable[[World, np.ndarray, np.random.Generator], Seen]


def _collusion(attack: Callable[[Seen, np.random.Generator], Seen]) -> Leaking:
    def leaking(world: World, rows: np.ndarray, rng: np.random.Generator) -> Seen:
        copies = rng.integers(1 << 39, 1 << 40, int(rng.integers(2, 8))).tolist()
        return attack(world.seen(rows, copies), rng)

    return leaking


def _single(treat: Callable[[Seen, np.random.Generator], Seen]) -> Leaking:
    def leaking(world: World, rows: np.ndarray, rng: np.random.Generator) -> Seen:
        copy = int(rng.integers(1 << 39, 1 << 40))
        return treat(plain(world.seen(rows, [copy]), rng), rng)

    return leaking


def _prices(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.integers(800_000, 6_000_000, count).astype(float)


LEAKS: dict[str, Leaking] = {
    "as is": _single(lambda s, _: s),
    "averaging": _collusion(averaged),
    **{name: _collusion(attack) for name, attack in STRATEGIES.items()},
    "erase": _collusion(erased),
    "row mixing": _collusion(by_row),
    "cell mixing": _collusion(by_cell),
    "normalised": _single(lambda s, _: normalised(s)),
    "rounded to 100": _single(lambda s, r: rounded(s, _prices(r, len(s.shift)), 100.0)),
    "columns dropped": _single(lambda s, _: kept(s, 3, price=False, area=False)),
    "price only": _single(lambda s, _: kept(s, 0, price=True, area=False)),
    "OCR noise": _single(lambda s, r: misread(s, 0.1, r)),
    "junk rows": _single(lambda s, r: with_junk(s, 0.5, r)),
    "all junk": _single(lambda s, r: with_junk(s, 1.0, r)),
    "price noise": _single(
        lambda s, r: Seen(s.symbol, s.shift + r.normal(0, [40, 0.02], s.shift.shape))
    ),
}
SIZES = ((6, 0.4), (10, 0.3), (20, 0.2), (50, 0.1))


def counted(seed: int, innocents: int) -> tuple[dict[str, np.ndarray], int]:
    """Return for each leak how many innocents reached each level, and how many were tried."""
    found, tried = {name: np.zeros(len(LEVELS) + 1, dtype=np.int64) for name in LEAKS}, 0
    each = innocents / len(LEAKS)
    for number, (name, leaking) in enumerate(LEAKS.items()):
        for size, share in SIZES:
            rng = np.random.default_rng([seed, number, size])
            left, start = int(each * share), 1
            while left > 0:
                world = World(int(rng.integers(1 << 60)), 2000)
                rows = world.rows(size, rng)
                positions = world.positions(rows, leaking(world, rows, rng))
                count = min(_BATCH, left)
                log2 = world.evidence(positions, range(start, start + count))
                for place, level in enumerate((*LEVELS, ACCUSED)):
                    found[name][place] += int((log2 >= np.log2(level) - 1e-12).sum())
                left, start, tried = left - count, start + count, tried + count
    return found, tried


def simulated(seed: int, innocents: int, notes: Notes) -> Iterator[Figure]:
    """Yield the lines of the simulation, which is done and noted by pieces."""
    pieces = max(1, innocents // _PIECE)
    found, tried, spent = (
        {name: np.zeros(len(LEVELS) + 1, dtype=np.int64) for name in LEAKS},
        0,
        0.0,
    )
    for piece in range(pieces):

        def work(piece: int = piece) -> dict[str, object]:
            started = time.process_time()
            hits, count = counted(seed + piece, innocents // pieces)
            told = {name: levels.tolist() for name, levels in hits.items()}
            return {"hits": told, "tried": count, "seconds": time.process_time() - started}

        part = notes.kept(f"G1/{innocents // pieces}/{piece}", work)
        tried, spent = tried + part["tried"], spent + part["seconds"]
        for name, levels in part["hits"].items():
            found[name] += np.array(levels)
    total = np.sum(list(found.values()), axis=0)
    for place, level in enumerate(LEVELS):
        hits = int(total[place])
        low, high = interval(hits, tried)
        worst = max(found, key=lambda name: int(found[name][place]))
        yield Figure(
            "G1", f"P(E ≥ {level}) over {tried:,} innocents, {len(LEAKS)} leaks (worst: {worst}, "
            f"{found[worst][place] / (tried / len(LEAKS)):.1e})", f"≤ {1 / level:g}",
            f"{hits / tried:.2e}", f"{low:.1e}–{high:.1e}", high <= 1 / level,
        )  # fmt: skip
    yield from _by_leak(found, tried // len(LEAKS))
    accused = int(total[-1])
    low, high = interval(accused, tried)
    yield Figure(
        "G1", f"innocents accused at n/ε = 2e8 ({spent:.0f} s)", "0", str(accused),
        f"{low:.1e}–{high:.1e}", accused == 0,
    )  # fmt: skip


def _by_leak(found: dict[str, np.ndarray], each: int) -> Iterator[Figure]:
    """Yield for each leak and level how many innocents reached it."""
    for name, levels in found.items():
        for place, level in enumerate(LEVELS):
            hits = int(levels[place])
            low, high = interval(hits, each)
            yield Figure(
                "G1", f"… of them against {name}: P(E ≥ {level})", f"≤ {1 / level:g}",
                f"{hits / each:.1e} ({hits})", f"{low:.1e}–{high:.1e}", high <= 1 / level,
            )  # fmt: skip


def weighted(seed: int, draws: int) -> Iterator[Figure]:
    """Yield the exact tail by importance sampling: t·P(E ≥ t), at most 1 by the bound."""
    for size in (6, 10, 20):
        rng = np.random.default_rng([seed, size])
        world = World(seed, 2000)
        rows = world.rows(size, rng)
        positions = world.positions(rows, plain(world.seen(rows, [7]), rng))
        log2 = np.concatenate([
            mixed(scores(positions, tilted(positions, rng, 2000), np.ones((2000, size), bool)))
            for _ in range(draws // 2000)
        ])  # fmt: skip
        for level in (1e4, ACCUSED):
            mass = np.where(log2 >= np.log2(level), level * 2.0**-log2, 0.0)
            mean, error = float(mass.mean()), float(mass.std() / len(mass) ** 0.5)
            yield Figure(
                "G1", f"t·P(E ≥ t) by importance sampling, {size} rows, t = {level:.0e}", "≤ 1",
                f"{mean:.2e}", f"{max(0.0, mean - 2 * error):.1e}–{mean + 2 * error:.1e}",
                mean + 2 * error <= 1,
            )  # fmt: skip


def repeated(seed: int, innocents: int) -> Iterator[Figure]:
    """Yield what happens if somebody traces again and again with less of the leak."""
    rng = np.random.default_rng([seed, 99])
    accused = reached = tried = 0
    while tried < innocents:
        world = World(int(rng.integers(1 << 60)), 2000)
        rows = world.rows(12, rng)
        leak = plain(world.seen(rows, [7]), rng)
        for attempt in range(1, 11):
            part = rng.random(12) < 0.7 if attempt > 1 else np.ones(12, dtype=bool)
            if not part.any():
                continue
            positions = world.positions(rows[part], Seen(leak.symbol[part], leak.shift[part]))
            log2 = world.evidence(positions, range(100, 100 + 5000))
            spent = 1 if attempt == 1 else attempt * (attempt - 1)
            accused += int((log2 >= np.log2(ACCUSED * spent)).sum())
            reached += int((log2 >= np.log2(1000 * spent)).sum())
        tried += 5000
    low, high = interval(reached, tried)
    yield Figure(
        "G1", f"ten attempts on one leak: any of {tried:,} innocents accused", "0", str(accused),
        "", accused == 0,
    )  # fmt: skip
    yield Figure(
        "G1", "… any attempt at its raised level of 1000 (bound 2/1000)", "≤ 0.002",
        f"{reached / tried:.2e}", f"{low:.1e}–{high:.1e}", high <= 0.002,
    )  # fmt: skip
