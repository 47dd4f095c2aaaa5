"""Rank sources in simulated populations with known leakers: `python -m benchmarks.warn.sources`.

A table of people, fifty holders with rows and columns of their own that overlap: thirty sales
people with 1 to 4 % of the rows, ten partners with 5 to 20 %, six managers with 20 to 50 %, four
who hold the whole table. One, two or three of those with less than half of the table sell. Callers
take victims from what was sold and mention some of the columns they have; 15 % of the victims come
from elsewhere, with kinds that such callers happen to know. The engine is told none of this: its
background is its own, and so is how it weighs what was not mentioned.

Printed: how often the first in rank is a seller, how often all sellers lie in the 95 % set and how
large that set is, how often the number of sellers is right, and a calibration curve: of those who
were given a probability of about p, the share who did sell. Beside them stands what the coverage
model of the design reached with 200 holders and one seller.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from menshen.who import attributed
from menshen.who.calls import BEIJING, Call, Calls, Rows

PEOPLE = 3000
BACKGROUND = 0.15
COLUMNS = (
    "person_name", "mobile_number", "resident_id_number", "house_purchase", "house_unit",
    "house_layout", "mortgage_loan", "income", "employer", "family_relation", "vehicle_plate",
    "email", "bank_account", "home_address",
)  # fmt: skip
ALWAYS = frozenset(("person_name", "mobile_number"))
SIZES = (1, 3, 5, 10, 20, 50)
REFERENCE = {1: 0.61, 3: 0.90, 5: 0.99, 10: 1.00}
"""Top-1 of a salesman among 200 holders, one seller, rows alone (the design's coverage model)."""
MIXES = {
    "one, two and three sellers as likely as the engine takes them to be (6:2:1)": (
        *(1,) * 6,
        *(2,) * 2,
        3,
    ),
    "one, two and three sellers equally often": (1, 2, 3),
}
"""How often each number of sellers counts in a calibration curve."""
START = datetime(2025, 1, 1, tzinfo=BEIJING)
EDGES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.0)


class Trial(NamedTuple):
    """One simulated leak and what the engine made of it."""

    first: bool
    all_in: bool
    leading: int
    number: bool
    none: float
    rated: list[tuple[float, bool]]


def holders(chance: random.Random) -> list[Rows]:
    """Return fifty holders with rows and columns."""
    made = []
    for number in range(50):
        if number < 30:
            share = chance.uniform(0.01, 0.04)
        elif number < 40:
            share = chance.uniform(0.05, 0.20)
        elif number < 46:
            share = chance.uniform(0.20, 0.50)
        else:
            share = 1.0
        people = chance.sample(range(PEOPLE), round(share * PEOPLE))
        extra = chance.sample(COLUMNS, chance.randint(4, 10))
        made.append(
            Rows(f"h{number}", None, ALWAYS | set(extra), frozenset(f"p{p}" for p in people))
        )
    return made


def leak(
    chance: random.Random, known: list[Rows], sellers: int, victims: int
) -> tuple[set[str], Calls]:
    """Return who sold, and the calls that followed."""
    sold = chance.sample([h for h in known if h.rows and len(h.rows) < PEOPLE / 2], sellers)
    parts = [chance.uniform(0.5, 1.5) for _ in sold]
    said = chance.uniform(0.4, 0.9)
    calls: dict[str, Call] = {}
    while len(calls) < victims:
        when = START + timedelta(days=chance.uniform(0, 60))
        if chance.random() < BACKGROUND:
            victim = f"p{chance.randrange(PEOPLE)}"
            holds = chance.choice(known).columns
        else:
            seller = chance.choices(sold, parts)[0]
            victim, holds = chance.choice(sorted(seller.rows or ())), seller.columns
        knew = ALWAYS | {name for name in holds if chance.random() < said}
        calls.setdefault(victim, Call(victim, when, frozenset(knew)))
    made = Calls(tuple(calls.values()), holders=tuple(known), population=PEOPLE)
    return {h.id for h in sold}, made


def trial(chance: random.Random, sellers: int, victims: int) -> Trial:
    """Simulate one leak and rank its sources."""
    sold, calls = leak(chance, holders(chance), sellers, victims)
    (found,) = attributed(calls).cases
    rated = {s.candidate.id: s.probability for s in found.sources}
    return Trial(
        found.sources[0].candidate.id in sold,
        sold <= set(found.leading),
        len(found.leading),
        found.number == sellers,
        found.none,
        [(rated.get(h.id, 0.0), h.id in sold) for h in calls.holders],
    )


def row(sellers: int, victims: int, trials: list[Trial]) -> str:
    """Return a line of the table."""
    count = len(trials)
    first = sum(t.first for t in trials) / count
    all_in = sum(t.all_in for t in trials) / count
    size = sorted(t.leading for t in trials)[count // 2]
    number = sum(t.number for t in trials) / count
    beside = f"{REFERENCE[victims]:.2f}" if sellers == 1 and victims in REFERENCE else "-"
    return f"{sellers:>7} {victims:>8} {first:>7.3f} {beside:>7} {all_in:>8.3f} {size:>5} {number:>9.3f}"


def curve(rated: Iterable[tuple[float, bool]]) -> list[str]:
    """Return the calibration curve, and the mean gap weighted by those in each step."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, sold in rated:
        step = max(n for n, edge in enumerate(EDGES[:-1]) if probability >= edge)
        bins[step].append((probability, sold))
    lines, gap, total = [], 0.0, 0
    for step, held in sorted(bins.items()):
        mean = sum(p for p, _ in held) / len(held)
        share = sum(s for _, s in held) / len(held)
        gap += abs(mean - share) * len(held)
        total += len(held)
        edges = f"{EDGES[step]:.2f}-{EDGES[step + 1]:.2f}"
        lines.append(f"{edges:>12} {len(held):>8} {mean:>7.3f} {share:>7.3f}")
    return [*lines, f"expected calibration error {gap / total:.4f}"]


def main() -> None:
    """Run the simulation and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--trials", type=int, default=100, help="leaks of each kind")
    parser.add_argument("--seed", type=int, default=2025)
    given = parser.parse_args()
    started = time.process_time()
    rated: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    print("sellers  victims   top-1  design  all in 95%  set  number right")
    for sellers in (1, 2, 3):
        for victims in SIZES:
            chance = random.Random(f"{given.seed}-{sellers}-{victims}")
            trials = [trial(chance, sellers, victims) for _ in range(given.trials)]
            print(row(sellers, victims, trials), flush=True)
            rated[sellers] += [pair for t in trials for pair in t.rated]
    for title, weights in MIXES.items():
        print(f"\n{title}\nprobability   holders    mean    sold")
        print("\n".join(curve([pair for n in weights for pair in rated[n]])))
    print(f"{time.process_time() - started:.0f} CPU seconds")


if __name__ == "__main__":
    main()
