"""Records of the ledger: what is written comes back as the same class; sets of rows are exact."""

from __future__ import annotations

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.errors import LedgerError, UsageError
from menshen.store.chain import JSON, Ledger
from menshen.store.records import CaseOpened, CaseRun, Released, packed, unpacked

RELEASED = Released(
    release="r-1",
    dataset="业主表",
    recipient="装修公司A",
    key_id="k-1",
    snapshot="sm3:00",
    rows=packed(range(0, 900, 3)),
    row_count=300,
    columns=("姓名", "电话"),
    file="sm3:11",
    purpose="装修回访",
    legal_basis="个人信息保护法第十三条第一款第二项",
    policy={"value": {"price": 40}, "alias": True},
    canaries=("c-1", "c-2"),
)


def test_releases_cases_and_runs_stand_in_one_chain() -> None:
    ledger = Ledger.open(":memory:")
    case = CaseOpened("case-1", "业主表", 1e-6, 200, "sm3:22", "1")
    run = CaseRun("case-1", 1, "sm3:22", 27.6, ("mark", "canary"))
    for record in (RELEASED, case, run):
        record.write(ledger)
    assert [entry.kind for entry in ledger.entries()] == ["release", "case", "run"]
    assert [record for _, record in Released.all(ledger)] == [RELEASED]
    assert [record for _, record in CaseOpened.all(ledger)] == [case]
    assert [record for _, record in CaseRun.all(ledger)] == [run]


def test_a_record_of_a_later_version_is_read_for_what_is_known() -> None:
    ledger = Ledger.open(":memory:")
    record: dict[str, JSON] = {
        "case": "c",
        "run": 1,
        "leak": "sm3:0",
        "threshold_log2": 27.6,
        "new": [1],
    }
    ledger.append("run", record)
    assert [run.case for _, run in CaseRun.all(ledger)] == ["c"]


def test_a_record_that_lacks_a_field_is_a_clear_error() -> None:
    with pytest.raises(LedgerError):
        Released.read({"release": "r-1"})


@given(st.sets(st.integers(0, 5000)))
def test_any_set_of_rows_comes_back(rows: set[int]) -> None:
    assert unpacked(packed(rows)).tolist() == sorted(rows)
    assert unpacked(packed(np.array(sorted(rows), dtype=np.int32))).tolist() == sorted(rows)


def test_a_million_rows_take_little_room() -> None:
    assert len(packed(np.arange(1_000_000))) < 1000
    half = np.flatnonzero(np.random.default_rng(1).random(1_000_000) < 0.5)
    assert len(packed(half)) < 170_000


@pytest.mark.parametrize("rows", [[-1], [1 << 30]])
def test_row_numbers_have_bounds(rows: list[int]) -> None:
    with pytest.raises(UsageError):
        packed(rows)


_BOMB = base64.b64encode(zlib.compress(bytes(1 << 20))).decode()


@pytest.mark.parametrize(
    "text", ["", "x", "9:", "9:!!", "99999999999999:", "-1:", f"9:{_BOMB}", "9:AAAA"]
)
def test_a_broken_set_of_rows_is_a_clear_error(text: str) -> None:
    with pytest.raises(LedgerError):
        unpacked(text)
