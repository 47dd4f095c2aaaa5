"""What a holding makes possible as plain data: the shape of `menshen harm -f json`."""

from __future__ import annotations

from typing import Any

from menshen.harm import Harm, Risk
from menshen.harm.cut import Cut, Removal
from menshen.harm.meter import ARTICLE, Meter, Sums

__all__ = ["plain"]


def plain(harm: Harm) -> dict[str, Any]:
    """Return the findings as dictionaries and lists; no value of any record is among them."""
    return {
        "people": harm.people,
        "severity": {str(step): count for step, count in harm.severity.items()},
        "possible": [_risk(r) for r in harm.risks],
        "nearly": [_risk(r) for r in harm.nearly],
        "together": list(harm.together),
        "combinations": [
            {"kinds": list(c.kinds), "people": c.people, "scams": list(c.scams)}
            for c in harm.combinations
        ],
        "removals": [_removal(r) for r in harm.removals],
        "columns": [_removal(r) for r in harm.columns],
        "cut": _cut(harm.cut),
        "cut_keeping_contacts": _cut(harm.cut_kept),
        "meter": _meter(harm.meter),
        "loose": list(harm.loose),
        "documents": [
            {
                "document": d.document,
                "people": d.people,
                "reached": d.reached,
                "possible": list(d.scams),
            }
            for d in harm.documents
        ],
        "persons": {person: list(scams) for person, scams in harm.persons.items()},
    }


def _risk(risk: Risk) -> dict[str, Any]:
    return {
        "id": risk.scam.id,
        "kind": risk.scam.kind,
        "severity": risk.scam.severity,
        "people": risk.people,
        "complete": round(risk.complete, 3),
        "missing": list(risk.missing),
        "groups": [{"kinds": list(kinds), "people": people} for kinds, people in risk.groups],
        "boosts": list(risk.boosts),
        "credible": round(risk.credible, 3),
        "weight": round(risk.weight, 2),
        "contact_only": bool(risk.people) and risk.bare,
    }


def _removal(removal: Removal) -> dict[str, Any]:
    where = removal.where
    column = {
        "document": where.document,
        "table": where.table,
        "position": where.column,
        "name": where.name,
    }
    return {
        "kind": removal.kind or None,
        "column": column if where.column >= 0 else None,
        "gone": list(removal.gone),
        "pairs": removal.pairs,
        "share": round(removal.share, 4),
    }


def _cut(cut: Cut) -> dict[str, Any]:
    return {"kinds": list(cut.kinds), "left": list(cut.left), "least": cut.least}


def _meter(meter: Meter) -> dict[str, Any]:
    return {
        "article": ARTICLE,
        "evidence": "T",
        "classes_evidence": "U",
        "strict": _sums(meter.strict),
        "lenient": _sums(meter.lenient),
        "gain": meter.gain,
        "gain_step": meter.gain_step,
    }


def _sums(sums: Sums) -> dict[str, Any]:
    return {
        "items": {str(number): count for number, count in sums.items.items()},
        "sum": sums.sum,
        "step": sums.step,
        "insider_serious": sums.insider_serious,
        "insider_especially_serious": sums.insider_especially,
    }
