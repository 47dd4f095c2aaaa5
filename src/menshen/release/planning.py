"""The plan: what a leak could still be traced by, asked before anything leaves.

The capacity of a leak is the sum over its positions of survival × I(p, c) (capacity.py), plus what
allocation and canaries give. It is compared with the threshold log2(n/ε). Survival is a table of
which class of carrier lives through which treatment; it errs on the low side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil, log2
from pathlib import Path
from typing import Any

from menshen.copies import Dataset
from menshen.errors import UsageError
from menshen.marks import allocation
from menshen.marks.capacity import mean_information, threshold
from menshen.marks.code import Code
from menshen.marks.policy import MarkPolicy
from menshen.marks.record import Schema
from menshen.marks.registry import Carrier, wanted
from menshen.release.survey import sample, survey
from menshen.tables import Source, opened

__all__ = ["Outlook", "Plan", "Remedy", "Scenario", "plan"]

SCENARIOS = ("as is", "contact formats", "price only", "normalised contact", "dictated contact")
_COLUMNS: dict[str, tuple[str, ...] | None] = {
    "as is": None,
    "contact formats": ("name", "phone", "community", "building", "unit", "room", "address"),
    "price only": ("name", "phone", "price"),
    "normalised contact": ("name", "phone", "community", "building", "unit", "room", "address"),
    "dictated contact": ("name", "phone"),
}
"""The kinds of columns that a leak of each sort keeps; None for all."""
_SURVIVES = {
    "as is": {"F": 0.95, "L": 0.95, "V": 0.95, "N": 0.95},
    "contact formats": {"F": 0.9, "L": 0.9, "V": 0.0, "N": 0.0},
    "price only": {"F": 0.0, "L": 0.0, "V": 0.9, "N": 0.0},
    "normalised contact": {"F": 0.0, "L": 0.5, "V": 0.0, "N": 0.0},
    "dictated contact": {"F": 0.0, "L": 0.0, "V": 0.0, "N": 0.0},
}
_BLOCKS = 10
"""Random rows hit about as many blocks, up to this many per hundred rows beyond."""
_WORDS = {
    "normalised": "normalised contact",
    "normalized": "normalised contact",
    "规范化": "normalised contact",
    "as is": "as is",
    "原样": "as is",
    "formats": "contact formats",
    "price": "price only",
    "dictated": "dictated contact",
    "口述": "dictated contact",
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A leak to be feared: how it was treated, how many rows, merged from how many copies."""

    name: str
    rows: int
    colluders: int = 1


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change of policy: `canaries` (how many for each copy), `share` (of the rows for each),
    `values`, `formats`, or `none` where nothing reaches the leak.
    """

    kind: str
    amount: float = 0.0

    def values(self) -> dict[str, str]:
        """Return the amount as the report says it."""
        return {"count": f"{self.amount:.0f}", "share": f"{self.amount:.0%}"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is left to trace a leak by: bits by class, their sum, whether it reaches the threshold.

    `remedies` are the cheapest changes of policy that would make it traceable, empty where it is.
    """

    scenario: Scenario
    bits: dict[str, float]
    total: float
    traceable: bool
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a policy would achieve: threshold in bits, carriers by class, one outlook per leak."""

    recipients: int
    eps: float
    threshold: float
    rows: int
    blocks: int
    carriers: dict[str, int]
    shared: int
    outlooks: tuple[Outlook, ...]

    @property
    def warned(self) -> bool:
        """Say whether any leak could not be traced."""
        return not all(outlook.traceable for outlook in self.outlooks)

    def record(self) -> dict[str, Any]:
        """Return the plan as JSON."""
        return asdict(self)


class _NoKey:
    """Stands for the dataset's key where only counts matter."""

    def sub(self, label: str) -> bytes:
        return label.encode().ljust(32, b"\0")


def plan(
    table: str | Path | Source,
    *,
    recipients: int,
    leak: str | Sequence[str] = (),
    marks: MarkPolicy | None = None,
    eps: float = 1e-6,
) -> Plan:
    """Return what leaks of a table could still be traced by, under a policy.

    `leak` names treatment and size, such as `normalised 1%`, `as is 20`, `price 5% c3`; without
    it the usual ones are looked at. Raises `UsageError` for one that is not understood.
    """
    if recipients < 1 or not 0 < eps < 1:
        raise UsageError("a plan needs at least one recipient, and eps between 0 and 1")
    policy = marks or MarkPolicy()
    source = opened(str(table) if isinstance(table, Path) else table)
    nothing = Dataset("", (), (), {}, ())
    seen = survey(source, Code(_NoKey()), nothing, policy)
    rows = len(seen.tags)
    given = [leak] if isinstance(leak, str) else list(leak)
    scenarios = [_scenario(text, rows) for text in given] or _usual(rows)
    blocks = _blocks(seen.schema, source)
    carriers = wanted(seen.schema, sample(source), policy)
    need = threshold(recipients, eps)
    outlooks = [
        _outlook(s, carriers, seen.schema, policy, recipients, blocks, rows, need)
        for s in scenarios
    ]
    counts = {kind: sum(c.kind == kind for c in carriers) for kind in "FLVN"}
    return Plan(recipients, eps, need, rows, blocks, counts, seen.shared, tuple(outlooks))


def _usual(rows: int) -> list[Scenario]:
    sizes = sorted({min(rows, n) for n in (10, 50, max(1, rows // 100), rows)})
    return [Scenario(name, size) for name in SCENARIOS for size in sizes]


def _scenario(text: str, rows: int) -> Scenario:
    found = re.fullmatch(
        "(?P<name>.*?)\\s*(?P<n>[0-9.]+)(?P<of>%|[ ]?行)?\\s*(?:c(?P<c>[0-9]+))?", text.strip()
    )
    name = next((full for word, full in _WORDS.items() if found and word in found["name"]), None)
    if found is None or (name is None and found["name"].strip()):
        known = ", ".join(dict.fromkeys(_WORDS))
        raise UsageError(f"a leak is written «normalised 1%», «as is 20»; known are {known}")
    size = float(found["n"]) * (rows / 100 if found["of"] == "%" else 1)
    return Scenario(name or "as is", min(rows, max(1, ceil(size))), int(found["c"] or 1))


def _blocks(schema: Schema, source: Source) -> int:
    seen = sample(source)
    return len(set(schema.blocks(seen, {}))) if seen and seen[0] else 0


def _outlook(
    scenario: Scenario,
    carriers: Sequence[Carrier],
    schema: Schema,
    policy: MarkPolicy,
    recipients: int,
    blocks: int,
    rows: int,
    need: float,
) -> Outlook:
    kept = _COLUMNS[scenario.name]
    survives = _SURVIVES[scenario.name]
    each = mean_information(scenario.colluders)
    bits: dict[str, float] = dict.fromkeys("FLVNAC", 0.0)
    for carrier in carriers:
        if kept is not None and schema.kinds[schema.place(carrier.column)] not in kept:
            continue
        positions = scenario.rows
        if carrier.unit == "block":
            positions = min(scenario.rows, blocks)
        small = 0.5 if carrier.kind == "N" else 1.0
        bits[carrier.kind] += survives[carrier.kind] * positions * each * small
    if policy.allocation < 1:
        lost = 0.9 if scenario.colluders == 1 else 0.9 / scenario.colluders
        bits["A"] = lost * scenario.rows * allocation.bits(policy.allocation)
    inside = policy.canaries * scenario.rows / rows if rows else 0.0
    bits["C"] = inside * log2(max(2, recipients)) * 0.9
    total = sum(bits.values())
    return Outlook(
        scenario,
        {k: round(v, 1) for k, v in bits.items()},
        round(total, 1),
        total >= need,
        () if total >= need else _remedies(scenario, policy, recipients, rows, need - total),
    )


def _remedies(
    scenario: Scenario, policy: MarkPolicy, recipients: int, rows: int, missing: float
) -> tuple[Remedy, ...]:
    """Return the changes that would close the gap, the cheapest first."""
    found = []
    if not rows:
        return (Remedy("none"),)
    hits = ceil(missing / (log2(max(2, recipients)) * 0.9))
    canaries = ceil(hits * rows / scenario.rows)
    if canaries <= max(200, rows // 100):
        found.append(Remedy("canaries", max(20, canaries)))
    per_row = missing / (0.9 * scenario.rows)
    share = 2**-per_row
    if share >= 0.02 and policy.allocation == 1:
        found.append(Remedy("share", min(0.5, max(0.02, share))))
    if not policy.value and scenario.name in {"as is", "price only"}:
        found.append(Remedy("values"))
    if policy.format == "off" and scenario.name in {"as is", "contact formats"}:
        found.append(Remedy("formats"))
    return tuple(found or [Remedy("none")])
