"""G8: what the caller knew, against holders of all sizes. It ranks; it may never accuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from benchmarks.trace.figures import Figure, rate
from menshen.trace.coverage import Fact, likelihoods, posterior
from menshen.trace.holding import Holder, Span

_ROWS = 50_000
_COLUMNS = frozenset({"姓名", "手机", "地址"})
_SINCE = datetime(2025, 1, 1)
_FOREIGN = 0.15


def holders(rng: np.random.Generator) -> list[Holder]:
    """Return 200 holders: salesmen, partners, managers in pairs, and six with the whole table."""
    found: list[Holder] = []
    for number in range(200):
        if number < 6:
            rows = np.ones(_ROWS, dtype=bool)
        elif number < 26 and number % 2:
            rows = found[-1].rows
        elif number < 26:
            rows = rng.random(_ROWS) < 0.2
        elif number < 80:
            start = int(rng.integers(_ROWS))
            rows = np.roll(np.arange(_ROWS) < int(rng.integers(1000, 15_000)), start)
        else:
            start = int(rng.integers(_ROWS))
            rows = np.roll(np.arange(_ROWS) < int(rng.integers(150, 800)), start)
        name = f"h{number}"
        found.append(Holder(name, name, (Span(_SINCE, rows, _COLUMNS),), rows, rows, _COLUMNS))
    return found


def covered(seed: int, trials: int) -> Iterator[Figure]:
    """Yield how often the true holder is in the 95 % set, by kind of holder and number of victims."""
    rng = np.random.default_rng([seed, 8])
    everyone, stratum = holders(rng), np.zeros(_ROWS, dtype=np.int64)
    kinds = {
        "salesman": (80, 200),
        "partner": (26, 80),
        "manager, has a twin": (6, 26),
        "whole table": (0, 6),
    }
    wrong = sure = 0
    for victims in (1, 3, 5, 10):
        for kind, (low, high) in kinds.items():
            hits = 0
            for _ in range(trials):
                true = int(rng.integers(low, high))
                called = rng.choice(np.flatnonzero(everyone[true].rows), victims, replace=False)
                strange = rng.random(victims) < _FOREIGN
                called[strange] = rng.integers(0, _ROWS, strange.sum())
                facts = [Fact(int(row), (), None) for row in called]
                belief = posterior(likelihoods(everyone, facts, stratum))
                hits += true in belief.sure
                best = int(np.argmax(belief.holders))
                if belief.holders[best] >= 0.95:
                    sure += 1
                    wrong += best != true
            least = 0.95 if victims >= 5 and low >= 6 else None
            yield rate(
                "G8", f"{kind}, {victims} victims: true holder in the 95 % set", hits, trials, least
            )
    share = wrong / max(1, sure)
    yield Figure(
        "G8",
        "posterior ≥ .95 and wrong (why it may never accuse)",
        "",
        f"{share:.3f} ({wrong}/{sure})",
        "",
        None,
    )
