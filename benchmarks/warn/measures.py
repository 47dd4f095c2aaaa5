"""The figures: ranking, recall at a rate of false alarms, calibration, lead in turns."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.warn.data import Item
from menshen.warn import Listener


def auc(good: Sequence[float], bad: Sequence[float]) -> float:
    """Return the chance that a scam scores above an honest message; ties count half.

    >>> auc([0.9, 0.4], [0.1, 0.4])
    0.875
    """
    told = sorted([(s, 1) for s in good] + [(s, 0) for s in bad])
    ranks, at = 0.0, 0
    while at < len(told):
        end = at
        while end < len(told) and told[end][0] == told[at][0]:
            end += 1
        middle = (at + 1 + end) / 2
        ranks += middle * sum(kind for _, kind in told[at:end])
        at = end
    return (ranks - len(good) * (len(good) + 1) / 2) / (len(good) * len(bad))


def recall_at(good: Sequence[float], bad: Sequence[float], rate: float) -> tuple[float, float]:
    """Return recall and bar when at most `rate` of the honest messages raise an alarm.

    >>> recall_at([0.9, 0.4], [0.1, 0.2, 0.3, 0.5], 0.25)
    (1.0, 0.3)
    """
    ordered = sorted(bad, reverse=True)
    bar = ordered[int(rate * len(ordered))]
    return sum(score > bar for score in good) / len(good), bar


def calibration(told: Sequence[float], truth: Sequence[bool], bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    error = 0.0
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        own = [
            at for at, p in enumerate(told) if low <= p < high or (number == bins - 1 and p == 1)
        ]
        if own:
            mean = sum(told[at] for at in own) / len(own)
            share = sum(truth[at] for at in own) / len(own)
            error += len(own) / len(told) * abs(mean - share)
    return error


def lead(item: Item) -> int | None:
    """Return how many turns before the first harmful ask the verdict was `scam` for good.

    None if it was not so before that turn. Turns of either side count.
    """
    assert item.first_ask is not None
    listener, since = Listener(), None
    for number, turn in enumerate(item.turns[: item.first_ask]):
        told = listener.hear(turn.speaker, turn.text).verdict == "scam"
        since = (since if since is not None else number) if told else None
    return None if since is None else item.first_ask - since


def summed_up(leads: Sequence[int | None]) -> str:
    """Return share and median of the leads."""
    early = [turns for turns in leads if turns is not None]
    if not early:
        return f"0 of {len(leads)}"
    share = len(early) / len(leads)
    return f"{len(early)} of {len(leads)} = {share:.3f}, median {statistics.median(early):g} turns"
