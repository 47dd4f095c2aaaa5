"""Contacts as they are written down."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.errors import UsageError
from menshen.who.calls import BEIJING, load, moment, parsed
from tests.who.stories import VICTIM, house

CALL: dict[str, Any] = {"victim": "me", "when": date(2025, 3, 10), "knew": ["户型图/面积"]}


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "calls.toml"
    path.write_text(
        """
population = 900
silent = ["p8", "p9"]
[[call]]
victim = "me"
when = 2025-03-10T09:30:00
knew = ["person_name", "房贷/借款信息"]
from = "某中介"
alias = "王小买"
[[gave]]
to = "某楼盘"
holder = "开发商/售楼处"
what = ["person_name"]
when = 2025-03-01
[[holder]]
id = "h1"
columns = ["person_name"]
rows = ["me", "p8"]
""",
        encoding="utf-8",
    )
    found = load(path)
    assert found.calls[0].knew == {"person_name", "mortgage_loan"}
    assert found.calls[0].when == datetime(2025, 3, 10, 9, 30, tzinfo=BEIJING)
    assert found.calls[0].claimed == "某中介"
    assert found.gave[0].holder == "holder.developer"
    assert found.gave[0].victim == "me"
    assert found.holders[0].rows == frozenset(("me", "p8"))
    assert (found.population, found.silent) == (900, frozenset(("p8", "p9")))


def test_without_knew_the_callers_words_are_read() -> None:
    said = "您好，是张伟先生吗？您在望京的房子3号楼1单元502室要出租吗，您的身份证11010519491231002X"
    found = parsed({"call": [{"victim": "me", "when": "2025-03-10", "said": said}]})
    assert "resident_id_number" in found.calls[0].knew


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2025-03-10", "2025-03-10T00:00:00+08:00"),
        (date(2025, 3, 10), "2025-03-10T00:00:00+08:00"),
        (datetime(2025, 3, 10, 9), "2025-03-10T09:00:00+08:00"),
        (datetime(2025, 3, 10, 9, tzinfo=timezone(timedelta())), "2025-03-10T17:00:00+08:00"),
    ],
)
def test_times_without_a_zone_are_beijings(value: object, shown: str) -> None:
    assert moment(value, "x").isoformat() == shown


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, r"there is no \[\[call\]\]"),
        ({"call": {}}, r"write each call as \[\[call\]\]"),
        ({"call": [7]}, r"write each call as \[\[call\]\]"),
        ({"calls": []}, "unknown key 'calls'"),
        ({"call": [{**CALL, "knows": []}]}, "call 1: unknown key 'knows'"),
        ({"call": [{**CALL, "victim": ""}]}, "call 1: victim is missing"),
        ({"call": [{**CALL, "victim": 7}]}, "call 1: victim is text"),
        ({"call": [{**CALL, "when": "gestern"}]}, "call 1: when is no date"),
        ({"call": [{**CALL, "when": None}]}, "call 1: when is no date"),
        ({"call": [{**CALL, "knew": "age"}]}, "call 1: knew is a list"),
        ({"call": [CALL, {**CALL, "knew": ["nonsense"]}]}, "call 2: unknown type"),
        ({"call": [CALL], "population": 0}, "population is a number"),
        ({"call": [CALL], "population": "9"}, "population is a number"),
        ({"call": [CALL], "silent": "p"}, "silent is a list"),
        ({"call": [CALL], "gave": [{"to": "x"}]}, "gave 1: say what was given"),
        ({"call": [CALL], "gave": [{"what": ["age"]}]}, "gave 1: to is missing"),
        ({"call": [CALL], "gave": [{"to": "x", "holder": "shop"}]}, "unknown kind of holder"),
        ({"call": [CALL], "holder": [{"id": "h"}]}, "holder 1: say which columns"),
        ({"call": [CALL], "holder": [{"columns": ["age"]}]}, "holder 1: id is missing"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parsed(raw)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"call = [", r"not TOML \(at "),
        (b"[[call]]\nvictim = 13800138000x", "not TOML"),
        (b"a = " + b"[" * 5000, "not TOML"),
    ],
)
def test_a_broken_file_is_named_and_not_quoted(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message) as caught:
        load(path)
    assert "13800138000" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_nothing_that_tells_people_apart_shows_in_a_repr() -> None:
    found = parsed({**house(), "silent": [VICTIM]})
    assert VICTIM not in repr(found)
    said = parsed({"call": [{**CALL, "said": "secret", "number": VICTIM, "alias": "secret"}]})
    assert "secret" not in repr(said)
    assert VICTIM not in repr(said)


TOML = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.dates() | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(["call", "gave", "holder", "population", "silent"])


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(KEYS, TOML, max_size=4))
def test_any_toml_is_read_or_refused(raw: dict[str, Any]) -> None:
    with suppress(UsageError):
        parsed(raw)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["victim", "when", "knew", "said", "from", "number", "alias"]), TOML)
def test_any_call_is_read_or_refused(key: str, value: Any) -> None:
    with suppress(UsageError):
        parsed({"call": [{**CALL, key: value}]})
