"""Who may have been the source as plain data: the shape of `menshen who -f json`.

Victims, numbers, words and aliases stay out: a report can be kept and passed on.
"""

from __future__ import annotations

from typing import Any

from menshen.who import Attribution, Found, Source
from menshen.who.waves import Wave

__all__ = ["plain"]


def plain(found: Attribution) -> dict[str, Any]:
    """Return an attribution as dictionaries and lists."""
    return {
        "accusation": False,
        "calls": found.calls,
        "victims": found.victims,
        "cases": [_case(case) for case in found.cases],
        "assumptions": list(found.assumptions),
    }


def _case(found: Found) -> dict[str, Any]:
    calls = found.case.calls
    return {
        "calls": len(calls),
        "victims": len(found.case.observations),
        "first": calls[0].when.isoformat(),
        "last": calls[-1].when.isoformat(),
        "knew": sorted(found.case.knew),
        "telling": found.telling,
        "given": found.given.isoformat() if found.given else None,
        "days": found.days,
        "sources": [_source(source) for source in found.sources],
        "leading": list(found.leading),
        "none": round(found.none, 4),
        "number": found.number,
        "shares": {name: round(share, 3) for name, share in found.shares},
        "next": [_wave(wave) for wave in found.next],
    }


def _source(source: Source) -> dict[str, Any]:
    candidate, control = source.candidate, source.control
    return {
        "id": candidate.id,
        "name": candidate.name,
        "kind": candidate.kind,
        "probability": round(source.probability, 4),
        "coverage": round(source.coverage, 3),
        "covered": list(source.covered),
        "lacking": list(source.lacking),
        "only": list(source.only),
        "victims": source.victims,
        "days": source.days,
        "alias": source.alias,
        "excluded": source.excluded,
        "resale": candidate.resale,
        "tied": list(source.tied),
        "control": control._asdict() if control is not None else None,
    }


def _wave(wave: Wave) -> dict[str, Any]:
    return {
        "scam": wave.scam.id,
        "probability": round(wave.probability, 3),
        "through": list(wave.through),
        "from": wave.start.date().isoformat() if wave.start else None,
        "until": wave.until.date().isoformat() if wave.until else None,
        "seen": wave.seen,
    }
