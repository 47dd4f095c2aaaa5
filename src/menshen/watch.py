"""Who reads more than his work explains: an access log ranked for review. It accuses nobody.

Log: CSV `time,actor,action,row_key,columns`. Each actor's day is held against his own other days and
against the days of his group: how much was read, how much was exported, how much outside office
hours, how much outside his own cases, and whether a canary was read. Each comparison is a robust
score (median and median deviation after a square root, which steadies counts); its tail under
Student's t with 4 degrees of freedom, times the number of days looked at, gives bits of surprise.
The sum ranks. A rise that lasts (the means before and after a day, over all days) finds those who take
a little every day.

## Known limits
Somebody who always read too much looks like himself, and a group that all reads too much looks
normal. New duties, holidays and migrations look like theft. A row read twice counts twice.
Measured on simulated logs: `python -m benchmarks.trace.insiders`.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from math import erfc, log10, sqrt
from pathlib import Path
from statistics import median
from typing import Literal, NamedTuple

from menshen.errors import UnreadableError, UsageError

__all__ = ["Access", "Reason", "Watched", "accesses", "ranked"]

Signal = Literal["own_past", "rise", "peers", "export", "off_hours", "outside_cases", "canary"]

HEADER = ("time", "actor", "action", "row_key", "columns")
_EXPORTS = frozenset(("export", "download", "print", "copy", "导出", "下载", "打印"))
_OFFICE = range(8, 20)
_WEEKEND = 5
_LEAST_DAYS = 5
_LEAST_PEERS = 5
_WEEK = 7
_CAP = 6.0
"""What one signal may add: no single comparison ranks by itself however wild it is."""
_NOTICED = 1.0
_CANARY = 4.0
_AGAIN = 2.5
"""One canary may be met by a mistyped search; a second is hardly met by chance."""
_SIDE = 5
_DEFLATED = 1.5
"""Days in a row are alike, so a difference of means says less than if they were not."""
_LONGEST = 65_536


class Access(NamedTuple):
    """One line of an access log."""

    time: datetime
    actor: str
    action: str
    row_key: str
    columns: str

    def __repr__(self) -> str:
        """Show the actor and the time, never the row."""
        return f"Access({self.actor!r}, {self.time})"


class Reason(NamedTuple):
    """Why an actor ranks where he does: the signal, its weight, the day, what was seen and usual."""

    signal: Signal
    weight: float
    day: date | None
    seen: float
    usual: float


@dataclass(frozen=True, slots=True)
class Watched:
    """An actor's place in the ranking: the sum of the reasons' weights. A reason to look, no more."""

    actor: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Day:
    """What an actor did on a day."""

    reads: int = 0
    exports: int = 0
    off_hours: int = 0
    outside: int = 0


@dataclass(slots=True)
class _Seen:
    """What the log says: days by actor, and which canaries were read by whom."""

    days: defaultdict[str, dict[date, _Day]] = field(default_factory=lambda: defaultdict(dict))
    canaries: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def accesses(path: str | Path) -> Iterator[Access]:
    """Yield the lines of a log, in its order.

    Raises `UnreadableError` naming the line that cannot be read: nothing is left out in silence.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            head = next(rows, [])
            places = [head.index(name) if name in head else -1 for name in HEADER]
            if min(places[:4]) < 0:
                raise UnreadableError(f"{path}: a log has the columns {','.join(HEADER)}")
            for number, row in enumerate(rows, 2):
                if row:
                    yield _access(row, places, f"{path}: line {number}")
    except (csv.Error, UnicodeDecodeError):
        raise UnreadableError(f"{path}: is not a CSV file in UTF-8") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None


def _access(row: list[str], places: list[int], where: str) -> Access:
    try:
        time, actor, action, key = (row[at].strip() for at in places[:4])
        told = datetime.fromisoformat(time)
    except (IndexError, ValueError):
        raise UnreadableError(
            f"{where}: is no line of time (ISO 8601), actor, action and row"
        ) from None
    if not actor or len(key) > _LONGEST:
        raise UnreadableError(f"{where}: has no actor")
    columns = row[places[4]] if 0 <= places[4] < len(row) else ""
    return Access(told, actor, action.lower(), key, columns)


def ranked(
    log: Iterable[Access],
    *,
    groups: Mapping[str, str] | None = None,
    cases: Mapping[str, Collection[str]] | None = None,
    canaries: Collection[str] = (),
) -> list[Watched]:
    """Return the actors, the most unusual first; those with no reason to look at are left out.

    `groups` tells each actor's peers (all are peers without it), `cases` which rows are an
    actor's own, `canaries` the row keys of people who do not exist.
    """
    seen = _read(log, cases, frozenset(canaries))
    peers: defaultdict[str, list[str]] = defaultdict(list)
    for actor in seen.days:
        peers[(groups or {}).get(actor, "")].append(actor)
    found = []
    for members in peers.values():
        usual = _Group([seen.days[actor] for actor in members])
        for actor in members:
            reasons = [*_of_days(seen.days[actor], usual, cases=cases is not None)]
            reasons = _strongest([*reasons, *_of_canaries(seen.canaries.get(actor))])
            if reasons:
                score = sum(reason.weight for reason in reasons)
                found.append(Watched(actor, round(score, 2), tuple(reasons)))
    return sorted(found, key=lambda one: (-one.score, one.actor))


def _strongest(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the heaviest reason of each signal, heaviest first: a signal counts once."""
    found: dict[Signal, Reason] = {}
    for reason in sorted(reasons, key=lambda one: -one.weight):
        found.setdefault(reason.signal, reason)
    return list(found.values())


def _read(
    log: Iterable[Access], cases: Mapping[str, Collection[str]] | None, canaries: frozenset[str]
) -> _Seen:
    seen = _Seen()
    for access in log:
        day = seen.days[access.actor].setdefault(access.time.date(), _Day())
        day.reads += 1
        day.exports += access.action in _EXPORTS
        off = access.time.hour not in _OFFICE or access.time.weekday() >= _WEEKEND
        day.off_hours += off
        if cases is not None and access.row_key not in cases.get(access.actor, ()):
            day.outside += 1
        if access.row_key in canaries:
            seen.canaries[access.actor][access.row_key] += 1
    return seen


class _Scale(NamedTuple):
    """Where square roots of counts lie, and how far they spread."""

    middle: float
    spread: float

    def surprise(self, count: float, looks: int) -> float:
        """Return the bits of surprise, to base 10, of a count this high in so many looks."""
        z = (sqrt(count) - self.middle) / self.spread
        return max(0.0, -log10(max(_tail(z), 1e-12)) - log10(max(1, looks)))

    @property
    def usual(self) -> float:
        return round(self.middle**2, 1)


def _scale(counts: Iterable[float], least: float) -> _Scale:
    roots = [sqrt(count) for count in counts]
    middle = median(roots) if roots else 0.0
    spread = 1.4826 * median(abs(root - middle) for root in roots) if roots else 0.0
    return _Scale(middle, max(spread, least))


def _tail(z: float) -> float:
    """Return P(T > z) of Student's t with 4 degrees of freedom, in closed form.

    >>> round(_tail(0.0), 3), round(_tail(2.132), 3), round(_tail(8.610), 5)
    (0.5, 0.05, 0.0005)
    """
    if z <= 0:
        return 0.5
    u = z / sqrt(4 + z * z)
    # 1 − F(z) = ½ − ¾u + ¼u³ = ¼(1−u)²(2+u), which keeps its digits where u is near 1.
    rest = 4 / (sqrt(4 + z * z) * (sqrt(4 + z * z) + z))
    return float(0.25 * rest**2 * (2 + u))


class _Group:
    """What is usual among peers: a day's counts, and each actor's mean over the days."""

    def __init__(self, members: list[dict[date, _Day]]) -> None:
        self.size = len(members)
        days = [day for member in members for day in member.values()]
        self.reads = _scale((_mean(member, "reads") for member in members), 0.5)
        self.days = _scale((day.reads for day in days), 0.7)
        self.exports = _scale((day.exports for day in days), 0.7)
        self.off_hours = _scale((day.off_hours for day in days), 0.7)
        self.outside = _scale((day.outside for day in days), 0.7)
        self.means_outside = _scale((_mean(member, "outside") for member in members), 0.4)


def _mean(member: Mapping[date, _Day], name: str) -> float:
    return float(sum(getattr(day, name) for day in member.values()) / max(1, len(member)))


def _of_days(days: dict[date, _Day], usual: _Group, *, cases: bool) -> Iterator[Reason]:
    """Yield what is unusual in an actor's days, each signal at its most unusual day."""
    looks = len(days)
    if looks >= _LEAST_DAYS:
        own = _scale((day.reads for day in days.values()), 0.7)
        yield from _highest("own_past", days, "reads", own)
        yield from _risen("rise", days, "reads")
        if cases:
            yield from _risen("outside_cases", days, "outside")
        yield from _highest(
            "off_hours", days, "off_hours", _wider(days, "off_hours", usual.off_hours)
        )
        yield from _highest("export", days, "exports", _wider(days, "exports", usual.exports))
    if usual.size >= _LEAST_PEERS:
        mean = max(_mean(days, "reads"), _weekly(days))
        yield from _noticed("peers", usual.reads.surprise(mean, 1), None, mean, usual.reads.usual)
        if cases:
            outside = _mean(days, "outside")
            surprise = usual.means_outside.surprise(outside, 1)
            yield from _noticed("outside_cases", surprise, None, outside, usual.means_outside.usual)
    if cases and looks >= _LEAST_DAYS:
        yield from _highest(
            "outside_cases", days, "outside", _wider(days, "outside", usual.outside)
        )


def _risen(signal: Signal, days: Mapping[date, _Day], name: str) -> Iterator[Reason]:
    """Yield that counts rose on a day and stayed up: the split with the clearest difference."""
    order = sorted(days)
    roots = [sqrt(getattr(days[one], name)) for one in order]
    total, looks, before = sum(roots), len(roots) - 2 * _SIDE + 1, sum(roots[:_SIDE])
    best = (0.0, _SIDE, 0.0)
    for split in range(_SIDE, len(roots) - _SIDE + 1):
        means = before / split, (total - before) / (len(roots) - split)
        # The spread is that of neighbours, which a rise does not widen.
        z = (means[1] - means[0]) / sqrt(1 / split + 1 / (len(roots) - split))
        best = max(best, (z, split, means[0]))
        before += roots[split] if split < len(roots) else 0.0
    steps = [abs(b - a) for a, b in pairwise(roots)]
    spread = max(0.5, 1.4826 * median(steps) / sqrt(2)) if steps else 0.5
    chance = erfc(best[0] / spread / _DEFLATED / sqrt(2)) / 2
    surprise = -log10(max(chance, 1e-12)) - log10(max(1, looks))
    after = roots[best[1] :]
    seen = (sum(after) / max(1, len(after))) ** 2
    yield from _noticed(
        signal, surprise, order[min(best[1], len(order) - 1)], seen, round(best[2] ** 2, 1)
    )


def _wider(days: Mapping[date, _Day], name: str, peers: _Scale) -> _Scale:
    """Return the scale of an actor's own days or of his peers', whichever expects more."""
    own = _scale((getattr(day, name) for day in days.values()), 0.7)
    return _Scale(max(own.middle, peers.middle), max(own.spread, peers.spread))


def _weekly(days: Mapping[date, _Day]) -> float:
    """Return the highest mean of seven days with any reads in a row, halved towards the whole."""
    counts = [days[one].reads for one in sorted(days)]
    if len(counts) < _WEEK:
        return 0.0
    weeks = [sum(counts[n : n + _WEEK]) / _WEEK for n in range(len(counts) - _WEEK + 1)]
    return (max(weeks) + sum(counts) / len(counts)) / 2


def _highest(
    signal: Signal, days: Mapping[date, _Day], name: str, scale: _Scale
) -> Iterator[Reason]:
    when = max(days, key=lambda day: (getattr(days[day], name), day))
    count = getattr(days[when], name)
    yield from _noticed(signal, scale.surprise(count, len(days)), when, count, scale.usual)


def _noticed(
    signal: Signal, surprise: float, when: date | None, seen: float, usual: float
) -> Iterator[Reason]:
    if surprise >= _NOTICED:
        yield Reason(signal, round(min(surprise, _CAP), 2), when, round(seen, 1), usual)


def _of_canaries(read: Counter[str] | None) -> list[Reason]:
    if not read:
        return []
    weight = _CANARY + _AGAIN * (len(read) - 1)
    return [Reason("canary", min(weight, 2 * _CAP), None, len(read), 0.0)]
