"""The facts that the tests of papers are written from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from menshen.harm.reading import of_report
from menshen.papers.material import Material
from menshen.who import attributed
from menshen.who.calls import BEIJING, parsed
from tests.harm.holdings import report
from tests.who.stories import house

TODAY = datetime(2026, 11, 26, tzinfo=BEIJING)
SAID = "您在某小区的房子要卖吗"
NUMBER = "17012345678"


def scanned(**more: Any) -> Material:
    """Return what there is to write from after a scan."""
    return Material(TODAY, of_report(report()), **more)


def called(**more: Any) -> Material:
    """Return what a victim has to write from."""
    raw = house()
    raw["call"][0] |= {"said": SAID, "number": NUMBER}
    raw["call"].append(
        {"victim": "me", "when": date(2025, 3, 14), "knew": ["mobile_number"], "from": "<b>&某</b>"}
    )
    calls = parsed(raw)
    return Material(TODAY, calls=calls, found=attributed(calls), **more)
