"""Do insiders rank high? `python -m benchmarks.trace.insiders [ACTORS]`.

Simulated logs of 60 days: actors in four groups with habits of their own (amounts over two orders of
magnitude, days off, busy days, evenings), 1 % of them insiders of five kinds. Printed: precision
and recall of those over the line for review, and recall among the first 1 %, 2 % and 5 %.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from menshen.watch import Access, ranked

KINDS = (
    "bulk export at night",
    "bulk read in a day",
    "a little each day",
    "outside the cases",
    "reads canaries",
)
LINE = 6.0
DAYS = 60
START = datetime(2026, 3, 2)


def simulate(
    actors: int, seed: int
) -> tuple[list[Access], dict[str, str], dict[str, set[str]], set[str], dict[str, str]]:
    """Return log, groups, cases, canaries, and the insiders with their kinds."""
    rng = np.random.default_rng(seed)
    guilty = rng.permutation(actors)[: max(5, actors // 100)]
    insiders = {f"a{n}": KINDS[i % len(KINDS)] for i, n in enumerate(guilty)}
    groups = {f"a{n}": ("销售", "客服", "财务", "运维")[n % 4] for n in range(actors)}
    canaries = {f"c{n}" for n in range(200)}
    cases: dict[str, set[str]] = {}
    log: list[Access] = []
    for n in range(actors):
        name = f"a{n}"
        cases[name] = {f"r{n}-{k}" for k in range(300)}
        log += _honest(rng, name, (25, 60, 12, 6)[n % 4])
        if name in insiders:
            log += _theft(rng, name, insiders[name])
    # Honest people meet a canary now and then, by a mistyped search.
    for n in rng.permutation(actors)[: actors // 500]:
        log.append(Access(START + timedelta(days=3, hours=10), f"a{n}", "read", "c7", ""))
    return log, groups, cases, canaries, insiders


def _honest(rng: np.random.Generator, name: str, usual: float) -> Iterator[Access]:
    level = usual * float(rng.lognormal(0, 0.5))
    evening, exports, astray = rng.beta(1, 25), rng.beta(1, 40), rng.beta(1.5, 30)
    for day in range(DAYS):
        weekend = (START + timedelta(days=day)).weekday() >= 5
        if rng.random() < (0.93 if weekend else 0.06):
            continue
        busy = 3.0 if rng.random() < 0.03 else 1.0
        size = int(rng.negative_binomial(4, 4 / (4 + level * busy)))
        late, out, strays = (rng.random(size) < share for share in (evening, exports, astray))
        hours = np.where(late, rng.integers(20, 23, size), rng.integers(8, 20, size)).tolist()
        mine, other = rng.integers(300, size=size).tolist(), rng.integers(10**6, size=size).tolist()
        for k in range(size):
            key = f"x{other[k]}" if strays[k] else f"r{name[1:]}-{mine[k]}"
            when = START + timedelta(days=day, hours=hours[k], minutes=k % 60)
            yield Access(when, name, "export" if out[k] else "read", key, "")


def _theft(rng: np.random.Generator, name: str, kind: str) -> Iterator[Access]:
    day = int(rng.integers(30, DAYS - 1))
    days, each, hour, action = {
        KINDS[0]: ([day], 400, 22, "export"),
        KINDS[1]: ([day], 500, 9, "read"),
        KINDS[2]: (range(20, DAYS), 25, 14, "read"),
        KINDS[3]: (range(40, DAYS), 8, 11, "read"),
        KINDS[4]: ([day], 30, 15, "read"),
    }[kind]
    for d in days:
        for k in range(each):
            key = f"c{rng.integers(200)}" if kind == KINDS[4] and k < 3 else f"x{d}-{k}"
            when = START + timedelta(days=d, hours=hour, minutes=k % 60)
            yield Access(when, name, action, key, "")


def main() -> None:
    """Print the table."""
    actors = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    caught: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    flagged = right = insiders_all = 0
    top: dict[float, list[float]] = {0.01: [], 0.02: [], 0.05: []}
    for seed in range(100, 105):  # not those the weights were chosen by
        log, groups, cases, canaries, insiders = simulate(actors, seed)
        start = time.process_time()
        found = ranked(log, groups=groups, cases=cases, canaries=canaries)
        took = time.process_time() - start
        over = {one.actor for one in found if one.score >= LINE}
        flagged, right = flagged + len(over), right + len(over & insiders.keys())
        insiders_all += len(insiders)
        for name, kind in insiders.items():
            caught[kind].append(name in over)
        for share, values in top.items():
            first = {one.actor for one in found[: int(actors * share)]}
            values.append(len(first & insiders.keys()) / len(insiders))
        print(f"seed {seed}: {len(log)} lines of {actors} actors ranked in {took:.1f} s")
    print(f"over the line for review ({LINE}): {flagged}, of them insiders {right}")
    print(f"precision {right / max(1, flagged):.2f}  recall {right / insiders_all:.2f}")
    for share, values in top.items():
        print(f"recall among the first {share:.0%}: {np.mean(values):.2f}")
    for kind, hit in caught.items():
        print(f"{kind:<24} {sum(hit)}/{len(hit)}")


if __name__ == "__main__":
    main()
