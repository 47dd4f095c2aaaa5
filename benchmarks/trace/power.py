"""G2 to G7: how often the right copy is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.trace.figures import Figure, rate
from benchmarks.trace.world import STRATEGIES, Seen, World, by_cell, by_row, kept, normalised, plain
from menshen.marks.code import Reals
from menshen.trace.dealt import allocation

COPIES = 200
THRESHOLD = np.log2(COPIES / 1e-6)
_NUMBERS = range(1, COPIES + 1)


def named(
    world: World,
    rng: np.random.Generator,
    rows: int,
    colluders: int,
    attack: Callable[[Seen, np.random.Generator], Seen],
    treat: Callable[[Seen], Seen] = lambda s: s,
) -> tuple[bool, bool, bool]:
    """Return whether any colluder, all of them, and any innocent was accused."""
    guilty = rng.choice(COPIES, colluders, replace=False)
    chosen = world.rows(rows, rng)
    leak = treat(attack(world.seen(chosen, (guilty + 1).tolist()), rng))
    log2 = world.evidence(world.positions(chosen, leak), _NUMBERS)
    over = set(np.flatnonzero(log2 >= THRESHOLD).tolist())
    ours = set(guilty.tolist())
    return bool(over & ours), ours <= over, bool(over - ours)


def single(seed: int, trials: int) -> Iterator[Figure]:
    """Yield G2 and G3."""
    rng = np.random.default_rng([seed, 2])
    cases: list[tuple[str, str, int, Callable[[Seen], Seen]]] = [
        ("G2", "as is", 6, lambda s: s),
        ("G2", "three address-type columns, formats kept", 10, lambda s: kept(s, 5, price=False, area=False)),
        ("G2", "price and area, formats normalised", 30, normalised),
        ("G2", "price only", 50, lambda s: kept(s, 0, price=True, area=False)),
        ("G3", "1 % sample, price only, noise σ = 40 yuan", 500,
         lambda s: _noisy(kept(s, 0, price=True, area=False), rng)),
    ]  # fmt: skip
    wrong = 0
    for goal, what, rows, treat in cases:
        world, hits = World(seed), 0
        for _ in range(trials):
            some, _, innocent = named(world, rng, rows, 1, plain, treat)
            hits += some
            wrong += innocent
        yield rate(goal, f"{what}, {rows} rows", hits, trials, 0.99)
    yield Figure("G2", "innocents accused in these trials", "0", str(wrong), "", wrong == 0)


def _noisy(leak: Seen, rng: np.random.Generator) -> Seen:
    return Seen(leak.symbol, np.round(leak.shift + rng.normal(0, [40.0, 0.0], leak.shift.shape)))


def merged(seed: int, trials: int) -> Iterator[Figure]:
    """Yield G4: copies merged per row and per cell, a 1 % sample."""
    rng, world, wrong = np.random.default_rng([seed, 4]), World(seed), 0
    for how, attack in (("row", by_row), ("cell", by_cell)):
        for colluders in (2, 3, 5):
            hits = 0
            for _ in range(trials):
                _, every, innocent = named(world, rng, 500, colluders, attack)
                hits += every
                wrong += innocent
            yield rate(
                "G4",
                f"{colluders} copies merged per {how}, 500 rows: all named",
                hits,
                trials,
                0.95,
            )
    yield Figure("G4", "innocents accused in these trials", "0", str(wrong), "", wrong == 0)


def strategies(seed: int, trials: int) -> Iterator[Figure]:
    """Yield G5: the strategies of 2 to 5 colluders, a 5 % sample."""
    rng, world, wrong = np.random.default_rng([seed, 5]), World(seed), 0
    for name, attack in STRATEGIES.items():
        for colluders in (2, 3, 4, 5):
            hits = 0
            for _ in range(trials):
                _, every, innocent = named(world, rng, 2500, colluders, attack)
                hits += every
                wrong += innocent
            yield rate(
                "G5", f"{name}, {colluders} copies, 2,500 rows: all named", hits, trials, 0.95
            )
    yield Figure("G5", "innocents accused in these trials", "0", str(wrong), "", wrong == 0)


def dealt(seed: int, trials: int) -> Iterator[Figure]:
    """Yield G6: a share of 5 % and eight victims, and what foreign victims cost."""
    rng, world = np.random.default_rng([seed, 6]), World(seed)
    shares = np.full((COPIES, 1), 0.05)
    for victims, foreign, least in ((8, 0.0, 0.99), (7, 0.0, None), (15, 0.15, None)):
        hits = 0
        for _ in range(trials):
            guilty = int(rng.integers(COPIES))
            own = np.flatnonzero(world.code.allocated(world.tags, [guilty + 1], shares[:1])[0])
            called = rng.choice(own, victims, replace=False)
            strange = rng.random(victims) < foreign
            called[strange] = world.rows(int(strange.sum()), rng)
            found = world.code.allocated(world.tags[called], list(_NUMBERS), shares)
            log2 = allocation(found, np.full(found.shape, 0.05))
            hits += bool(log2[guilty] >= THRESHOLD and (log2 >= THRESHOLD).sum() == 1)
        more = f", {foreign:.0%} of them foreign" if foreign else ""
        yield rate("G6", f"allocation 5 %, {victims} victims{more}", hits, trials, least)


def rung(seed: int, trials: int) -> Iterator[Figure]:
    """Yield G7: fifty canaries a copy, the whole table sold, 30 % called."""
    rng = np.random.default_rng([seed, 7])
    for stray, least in ((0.0, 0.99), (0.002, None)):
        hits = 0
        for _ in range(trials):
            pool, each = 50 * COPIES, 50
            held = np.stack([rng.choice(pool, each, replace=False) for _ in range(COPIES)])
            guilty = int(rng.integers(COPIES))
            called = set(held[guilty][rng.random(each) < 0.3].tolist())
            called |= set(rng.choice(pool, rng.binomial(pool, stray), replace=False).tolist())
            log2 = _canaries(held, np.array(sorted(called)), pool / each)
            hits += bool(log2[guilty] >= THRESHOLD and (log2 >= THRESHOLD).sum() == 1)
        more = f", {stray:.1%} of all hit at random" if stray else ""
        yield rate(
            "G7", f"50 canaries a copy, whole table sold, 30 % called{more}", hits, trials, least
        )


def _canaries(held: np.ndarray, called: np.ndarray, odds: float) -> Reals:
    from menshen.canary import e_value

    member = [np.isin(called, own) for own in held]
    return np.log2([e_value((odds * m).tolist()) for m in member])
