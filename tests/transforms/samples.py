"""Findings made by hand for the tests of transforms, and values of every kind that has a form."""

from __future__ import annotations

from menshen import taxonomy
from menshen.model import Evidence, Finding, Span, Text
from menshen.policy import Redaction
from menshen.transforms import Setting
from menshen.transforms.checks import luhn, resident

KEY = bytes(range(32))
EVIDENCE = (Evidence("label", 4.0, "label"),)


def finding(kind: str, value: str, normal: str = "") -> Finding:
    return Finding(
        taxonomy.get(kind), "a.txt", "a.txt#0", Span(0, len(value)), Text(0, 0), value,
        normal or value, 0.9, "test", EVIDENCE,
    )  # fmt: skip


def setting(style: str = "mask", crypto: str = "standard", **styles: str) -> Setting:
    return Setting(Redaction(style=style, crypto=crypto, styles=styles), KEY)


def resident_number(county: str, born: str, serial: int) -> str:
    first = f"{county}{born}{serial:03d}"
    return first + resident(first)


def card(first: str) -> str:
    return first + luhn(first)
