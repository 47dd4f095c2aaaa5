"""Stop signs first, then whom to ask, then the first hour."""

from __future__ import annotations

import pytest

from menshen import scam
from menshen.scam.advice import advice
from menshen.scam.bodies import bodies


def test_stop_comes_first_and_the_hour_last() -> None:
    told = advice(
        "scam", ("transfer", "isolate"), ("contraband_parcel",), [bodies()["police"]],
        hard=("safe_account",),
    )  # fmt: skip
    assert told[0].startswith("停")
    assert "安全账户" in told[0]
    assert any("96110" in step for step in told[:5])
    assert any("110" in step and "收款账户" in step for step in told)
    assert told.index(next(s for s in told if "96110" in s)) < len(told) - 6


@pytest.mark.parametrize("kind", [one.id for one in scam.scams() if one.kind != "harassment"])
def test_every_scam_has_its_channel(kind: str) -> None:
    told = advice("scam", (), (kind,), ())
    first = scam.get(kind).verify.split("；")[0]
    assert any(first in step for step in told)


def test_marketing_gets_the_complaint_line() -> None:
    assert any("12321" in step for step in advice("nuisance", (), ("house_agency_harassment",), ()))


def test_english_has_no_chinese_sentences() -> None:
    told = advice("scam", ("otp",), ("fake_refund",), (), lang="en")
    assert told[0] == "Give no code or password to anybody, bank and police included"
