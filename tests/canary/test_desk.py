"""The canary desk: sealed pools, a deal by key, hits that count once, e-values that keep their bound."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from menshen import canary
from menshen.canary.desk import Hit
from menshen.canary.evidence import e_value, evidence
from menshen.errors import KeyringError, UsageError
from menshen.store.chain import Ledger
from menshen.store.keyring import Keyring
from menshen.store.records import Released
from tests.canary.tables import owners, phones

TABLE = owners()
KEY = Keyring.from_master(bytes(range(32))).key("业主表", "release")
PHONES = phones(40)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger.open(":memory:")


def minted(ledger: Ledger, **options: object) -> canary.Pool:
    canary.mint(TABLE, PHONES, dataset="业主表", key=KEY, ledger=ledger, **options)  # type: ignore[arg-type]
    return canary.pools(ledger, "业主表")[-1]


def released(ledger: Ledger, recipient: str, count: int) -> frozenset[str]:
    ids = tuple(one.id for one in canary.deal(ledger, "业主表", KEY, recipient, count))
    Released("r", "业主表", recipient, KEY.id, "", "0:", 0, (), "", canaries=ids).write(ledger)
    return frozenset(ids)


def test_the_ledger_names_canaries_by_id_alone(ledger: Ledger) -> None:
    pool = minted(ledger)
    shown = "".join(str(entry.record) for entry in ledger.entries()) + repr(pool)
    people = pool.canaries(KEY)
    assert len(people) == 40
    for one in people:
        assert one.row["手机号"] not in shown
        assert one.row["手机号"] not in repr(one)
        assert one.row["业主姓名"] not in repr(one)


def test_another_key_opens_nothing(ledger: Ledger) -> None:
    pool = minted(ledger)
    other = Keyring.from_master(bytes(32)).key("业主表", "release")
    with pytest.raises(KeyringError):
        pool.canaries(other)
    assert canary.deal(ledger, "业主表", other, "甲", 3) == []


def test_both_roles_see_the_same_canaries(ledger: Ledger) -> None:
    pool = minted(ledger)
    trace = Keyring.from_master(bytes(range(32))).key("业主表", "trace")
    assert pool.canaries(trace) == pool.canaries(KEY)


def test_a_recipient_gets_the_same_canaries_again_and_others_get_others(ledger: Ledger) -> None:
    minted(ledger)
    first = canary.deal(ledger, "业主表", KEY, "装修公司A", 10)
    assert first == canary.deal(ledger, "业主表", KEY, "装修公司A", 10)
    other = canary.deal(ledger, "业主表", KEY, "装修公司B", 10)
    assert {c.id for c in first} != {c.id for c in other}
    fewer = canary.deal(ledger, "业主表", KEY, "装修公司A", 4)
    assert {c.id for c in fewer} <= {c.id for c in first}


def test_the_deal_is_even(ledger: Ledger) -> None:
    minted(ledger)
    times = np.zeros(40)
    for number in range(300):
        for one in canary.deal(ledger, "业主表", KEY, f"r{number}", 10):
            times[int(one.number.rpartition("-")[2])] += 1
    # Binomial(300, 1/4): mean 75, sd 7.5; 40 draws stay within four sd.
    assert times.sum() == 3000
    assert np.abs(times - 75).max() < 30


def test_strata_are_dealt_apart(ledger: Ledger) -> None:
    pool = minted(ledger, stratum="小区")
    assert set(pool.strata) == {"云栖府", "听澜苑"}
    dealt = canary.deal(ledger, "业主表", KEY, "甲", {"云栖府": 3})
    assert [c.row["小区"] for c in dealt] == ["云栖府"] * 3


def test_a_retired_number_is_dealt_no_more(ledger: Ledger) -> None:
    minted(ledger)
    first = canary.deal(ledger, "业主表", KEY, "甲", 5)
    canary.retire(ledger, "业主表", [first[0].id])
    again = canary.deal(ledger, "业主表", KEY, "甲", 5)
    assert first[0] not in again
    assert {c.id for c in first[1:]} <= {c.id for c in again}
    with pytest.raises(UsageError, match="no such canary"):
        canary.retire(ledger, "业主表", ["p-none-1"])


def test_a_copy_never_holds_two_personas_of_one_number(ledger: Ledger) -> None:
    pool = minted(ledger, personas=3)
    assert len(pool.canaries(KEY)) == 120
    dealt = canary.deal(ledger, "业主表", KEY, "甲", 40)
    assert len({c.number for c in dealt}) == 40
    assert len({c.row["手机号"] for c in dealt}) == 40


def test_more_than_there_are_cannot_be_dealt(ledger: Ledger) -> None:
    minted(ledger)
    with pytest.raises(UsageError, match="mint more"):
        canary.deal(ledger, "业主表", KEY, "甲", 41)


def test_a_call_is_recorded_and_counts_once(ledger: Ledger) -> None:
    minted(ledger)
    for when in ("2026-01-02T10:00", "2026-01-03T10:00"):
        _, hit = canary.record_hit(ledger, "业主表", KEY, f"+86 {PHONES[7]}", how="call", when=when)
        assert hit.canary
    assert len(canary.hits(ledger, "业主表")) == 1
    assert len(list(ledger.entries("canary.hit"))) == 2
    with pytest.raises(UsageError, match="no canary"):
        canary.record_hit(ledger, "业主表", KEY, "13800138000", how="call", when="")


def test_a_name_said_tells_the_persona_and_is_not_kept(ledger: Ledger) -> None:
    pool = minted(ledger, personas=3)
    of_number = [c for c in pool.canaries(KEY) if c.row["手机号"] == PHONES[3]]
    room = next(c for c in of_number if sum(c.row["房号"] == o.row["房号"] for o in of_number) == 1)
    _, silent = canary.record_hit(ledger, "业主表", KEY, PHONES[3], how="call", when="")
    assert silent.canary == ""
    said = f"您那套{room.row['房号']}要装修吗"
    _, named = canary.record_hit(ledger, "业主表", KEY, PHONES[3], how="call", when="", said=said)
    assert named.canary == room.id
    assert room.row["房号"] not in "".join(str(e.record) for e in ledger.entries("canary.hit"))
    assert [hit.canary for hit in canary.hits(ledger, "业主表")] == [room.id]


@pytest.mark.parametrize(
    ("numbers", "match"),
    [
        ([], "11 digits"),
        (["12345"], "11 digits"),
        (["01088886666"], "11 digits"),
        ([PHONES[0], PHONES[0]], "twice"),
        ([TABLE.rows[3][5]], "somebody"),
    ],
)
def test_numbers_that_cannot_be_ours_are_refused(
    ledger: Ledger, numbers: list[str], match: str
) -> None:
    with pytest.raises(UsageError, match=match) as caught:
        canary.mint(TABLE, numbers, dataset="业主表", key=KEY, ledger=ledger)
    assert not [number for number in numbers if number and number in str(caught.value)]


def test_numbers_of_one_block_or_of_resellers_are_a_tell(ledger: Ledger) -> None:
    block = [f"1391234{n:04d}" for n in range(30)]
    _, tells = canary.mint(TABLE, block, dataset="业主表", key=KEY, ledger=ledger)
    assert "block" in tells[-1].reason
    resold = [f"170{n * 2999999:08d}" for n in range(30)]
    _, tells = canary.mint(TABLE, resold, dataset="业主表", key=KEY, ledger=ledger)
    assert "resellers" in tells[-1].reason


def test_own_operations_know_a_canary_without_its_number() -> None:
    assert canary.blinded(f"+86{PHONES[0]}", KEY) == canary.blinded(PHONES[0], KEY)
    assert canary.blinded(PHONES[0], KEY) != canary.blinded(PHONES[1], KEY)
    assert PHONES[0] not in canary.blinded(PHONES[0], KEY)


@pytest.mark.parametrize(
    ("total", "mine", "hit"), [(6, 2, 1), (6, 2, 3), (7, 3, 4), (5, 5, 2), (8, 1, 8)]
)
def test_the_mean_over_all_deals_is_at_most_one(total: int, mine: int, hit: int) -> None:
    struck = set(range(hit))
    values = [
        e_value([total / mine if h in held else 0.0 for h in struck])
        for held in map(set, combinations(range(total), mine))
    ]
    assert sum(values) / len(values) <= 1 + 1e-12


@pytest.mark.parametrize(("cards", "personas", "mine"), [(4, 2, 2), (4, 3, 3), (3, 2, 1)])
def test_the_mean_stays_at_most_one_where_callers_name_the_persona(
    cards: int, personas: int, mine: int
) -> None:
    from itertools import product

    struck = [(0, 0), (1, 0), (2, 1)]
    values = []
    for held in combinations(range(cards), mine):
        for chosen in product(range(personas), repeat=mine):
            copy = set(zip(held, chosen, strict=True))
            values.append(e_value([cards / mine * personas if h in copy else 0.0 for h in struck]))
    assert sum(values) / len(values) <= 1 + 1e-12


def test_the_copy_whose_canaries_rang_stands_out(ledger: Ledger) -> None:
    minted(ledger, personas=5)
    held = {f"r{n}": released(ledger, f"r{n}", 8) for n in range(20)}
    people = {c.id: c for c in canary.pools(ledger, "业主表")[0].canaries(KEY)}
    for one in sorted(held["r3"])[:6]:
        row = people[one].row
        canary.record_hit(
            ledger,
            "业主表",
            KEY,
            row["手机号"],
            how="call",
            when="",
            said=row["业主姓名"] + row["房号"],
        )
    found = evidence(ledger, "业主表")
    best = max(found, key=lambda copy: found[copy])
    assert best == ("r3", KEY.id)
    assert found[best] > 20
    assert max(v for copy, v in found.items() if copy != best) < 5


def test_a_canary_found_in_the_leak_counts_like_a_hit(ledger: Ledger) -> None:
    minted(ledger)
    (one, *_) = sorted(released(ledger, "甲", 4))
    released(ledger, "乙", 4)
    number = one.rpartition(".")[0]
    row = Hit("业主表", number, "row", "", one)
    found = evidence(ledger, "业主表", [row])
    assert found["甲", KEY.id] == pytest.approx(np.log2(e_value([10.0])))


def test_a_canary_minted_or_retired_later_does_not_change_old_odds(ledger: Ledger) -> None:
    minted(ledger)
    held = released(ledger, "甲", 4)
    one = min(held)
    hit = Hit("业主表", one.rpartition(".")[0], "row", "", one)
    before = evidence(ledger, "业主表", [hit])
    others = [c.id for c in canary.pools(ledger, "业主表")[0].canaries(KEY) if c.id not in held]
    canary.retire(ledger, "业主表", others[:20])
    canary.mint(TABLE, phones(80)[40:], dataset="业主表", key=KEY, ledger=ledger)
    assert evidence(ledger, "业主表", [hit]) == before


def test_a_number_that_rang_and_whose_persona_was_named_counts_once(ledger: Ledger) -> None:
    minted(ledger, personas=3)
    one = min(released(ledger, "甲", 4))
    number = one.rpartition(".")[0]
    named, bare = Hit("业主表", number, "row", "", one), Hit("业主表", number, "call", "")
    assert evidence(ledger, "业主表", [bare, named]) == evidence(ledger, "业主表", [named])
    assert (
        evidence(ledger, "业主表", [named])["甲", KEY.id]
        > evidence(ledger, "业主表", [bare])["甲", KEY.id]
    )
