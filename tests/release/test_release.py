"""Releases: own copies, exact where they must be, written down, in bounded memory."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path

import pytest

from menshen.copies import dataset, snapshot
from menshen.errors import KeyringError, PolicyError, UnreadableError, UsageError
from menshen.marks import canonical
from menshen.marks.policy import MarkPolicy
from menshen.release.making import release
from menshen.release.planning import plan
from menshen.release.where import conditions, holding
from menshen.store.keyring import Keyring
from menshen.store.records import Released
from menshen.tables import Held, opened
from tests.trace.material import NAMES, VALUED, House, got, put, register


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.built(tmp_path)


def test_g9_phones_names_and_rooms_stay_exact(house: House) -> None:
    before, after = register(), house.released("甲", MarkPolicy(format="block", value={"总价": 40}))
    for a, b in zip(before, after, strict=True):
        assert canonical.digits(a[1]) == canonical.digits(b[1])
        assert canonical.name(a[0]) == canonical.name(b[0])
        assert canonical.house(a[2]) == canonical.house(b[2])
        assert canonical.date(a[6]) == canonical.date(b[6])
        assert abs(int(a[5]) - int(b[5])) <= 40


def test_two_recipients_get_different_copies_and_one_gets_the_same_again(house: House) -> None:
    first, other, again = (house.released(name) for name in ("甲", "乙", "甲"))
    assert first == again != other


def test_the_distortion_of_every_column_is_told(house: House) -> None:
    house.released("甲")
    told = {d.column: d for d in house.last.distortion}
    assert set(told) == set(NAMES)
    assert told["姓名"].rewritten == told["备注"].rewritten == 0
    assert told["总价"].farthest <= 40
    assert 0 < told["总价"].mean < 2e-5 * 3
    assert told["总价"].total < 1e-5
    assert told["面积"].farthest <= 0.02
    assert told["朝向"].blanked > 0


def test_the_ledger_tells_what_left(house: House) -> None:
    house.released("甲", purpose="收房通知", legal_basis="单独同意", columns=["姓名", "手机"])
    (issue,) = dataset(house.ledger, "业主").issues
    record = issue.record
    assert (record.recipient, record.purpose, record.legal_basis) == ("甲", "收房通知", "单独同意")
    assert record.columns == ("姓名", "手机")
    assert record.snapshot == snapshot(opened(str(house.master)))
    assert record.file == house.last.digest
    assert issue.rows().tolist() == list(range(300))
    assert "收房通知" in house.last.receipt
    assert house.ledger.verify().intact
    assert house.last.head == house.ledger.head


def test_the_ledger_holds_no_value_of_a_person(house: House) -> None:
    house.released("甲")
    told = str([dict(e.record) for e in house.ledger.entries()])
    for row in register():
        assert row[1] not in told
        assert row[2] not in told


def test_only_the_rows_and_columns_asked_for_leave(house: House) -> None:
    rows = house.released("甲", columns=["手机", "地址"], where=["地址~听澜苑", "总价>=2000000"])
    wanted = [r for r in register() if "听澜苑" in r[2] and int(r[5]) >= 2_000_000]
    assert [canonical.phone(r[0]) for r in rows] == [canonical.phone(r[1]) for r in wanted]
    assert {len(r) for r in rows} == {2}


@pytest.mark.parametrize("name", ["甲.xlsx", "甲.parquet", "甲.tsv"])
def test_copies_of_all_forms_hold_the_same(house: House, name: str) -> None:
    house.released("甲")
    release(house.master, house.folder / name, to="甲", ledger=house.ledger, keys=house.keys, marks=VALUED)  # fmt: skip
    held = Held.of(opened(str(house.folder / name)))
    rows = [list(r) for r in zip(*held.columns, strict=True)]
    area = NAMES.index("面积")  # A workbook's 89.6 is the 89.60 of text.
    for row, other in zip(rows, got(house.folder / "甲.csv"), strict=True):
        assert float(row.pop(area)) == float(other.pop(area))
        assert row == other


def test_a_table_of_a_database_goes_in_and_out(house: House) -> None:
    from menshen.tables import written

    address = f"sqlite:///{house.folder / 'a.db'}#业主"
    with written(address, NAMES) as writer:
        writer.write([list(c) for c in zip(*register(), strict=True)])
    out = f"sqlite:///{house.folder / 'b.db'}#副本"
    done = release(address, out, to="甲", ledger=house.ledger, keys=house.keys, marks=VALUED)
    assert done.dataset == "业主"
    assert done.rows == Held.of(opened(out)).rows == 300


def test_the_order_of_a_copy_is_its_own(house: House) -> None:
    rows = house.released("甲", MarkPolicy(format="off", order=True))
    assert sorted(rows) == sorted(register())
    assert rows != register()


def test_a_dataset_keeps_its_key_when_rows_come_and_go(house: House) -> None:
    before = {canonical.phone(r[1]): r for r in house.released("甲")}
    put(house.master, [*register()[50:], *register(20, seed=9)])
    after = {canonical.phone(r[1]): r for r in house.released("甲")}
    same = before.keys() & after.keys()
    assert len(same) == 250
    assert all(before[p] == after[p] for p in same)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"columns": ["没有"]}, UsageError),
        ({"where": ["没有=1"]}, UsageError),
        ({"marks": MarkPolicy(value={"手机": 40})}, PolicyError),
        ({"marks": MarkPolicy(value={"总价": 0.3})}, UsageError),
        ({"marks": MarkPolicy(value={"面积": 5})}, PolicyError),
        ({"marks": MarkPolicy(alias={"地址": {"听澜苑": "云栖府"}})}, PolicyError),
        ({"where": ["总价<=1"]}, UsageError),
        ({"to": " "}, UsageError),
        ({"keys": Keyring.from_master(b"y" * 32)}, KeyringError),
    ],
    ids=[
        "column",
        "where",
        "phone",
        "vanishing",
        "far",
        "one address",
        "no row",
        "recipient",
        "key",
    ],
)
def test_what_cannot_be_asked_is_refused_and_writes_nothing(
    house: House, more: dict[str, object], error: type[Exception]
) -> None:
    house.released("甲")
    head = house.ledger.head
    asked = {"to": "乙", "ledger": house.ledger, "keys": house.keys, "dataset": "业主", **more}
    with pytest.raises(error):
        release(house.master, house.folder / "乙.csv", **asked)  # type: ignore[arg-type]
    assert not (house.folder / "乙.csv").exists()
    assert house.ledger.head == head


def test_a_name_with_blanks_around_is_the_same_recipient(house: House) -> None:
    first = house.released("甲")
    assert house.released(" 甲　") == first
    assert len({record.recipient for _, record in Released.all(house.ledger)}) == 1


def test_a_copy_says_how_much_it_could_give(house: House) -> None:
    house.released("甲")
    whole = house.last.capacity
    house.released("乙", MarkPolicy(format="off"), columns=["姓名", "手机"])
    assert house.last.capacity == 0
    assert whole > 300


def test_a_table_that_breaks_off_is_refused_and_leaves_nothing(house: House) -> None:
    with house.master.open("ab") as file:
        file.write(b"\xff\xfe\xff\n")
    with pytest.raises(UnreadableError):
        house.released("甲")
    assert not (house.folder / "甲.csv").exists()


def test_a_ledger_that_cannot_be_written_takes_the_file_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from menshen.errors import LedgerError

    def full(*_: object) -> None:
        raise LedgerError("full")

    monkeypatch.setattr(type(house.ledger), "append", full)
    with pytest.raises(LedgerError):
        house.released("甲")
    assert not (house.folder / "甲.csv").exists()


def test_memory_does_not_grow_with_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["menshen.release.survey"], "_SEEN", 1000)
    built = House.built(tmp_path, register(20))
    peaks = []
    for count in (30_000, 60_000):
        path = tmp_path / f"{count}.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("姓名,手机\n")
            file.writelines(f"张三,138{n:08d}\n" for n in range(count))
        tracemalloc.start()
        release(path, tmp_path / "out.csv", to="甲", ledger=built.ledger, keys=built.keys, dataset=str(count))  # fmt: skip
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    grown = (peaks[1] - peaks[0]) / 30_000
    assert grown < 160, f"{grown:.0f} bytes a row"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("楼=3|5", [0, 2]), ("楼!=3", [1, 2]), ("楼~1", [1]), ("价>=100", [1, 2]), ("价<=20", [0])],
)
def test_conditions(text: str, kept: list[int]) -> None:
    columns = [["3", "10", "5"], ["20", "100", "3,000元"]]
    names = ("楼", "价")
    assert holding(conditions([text], names), names, columns).nonzero()[0].tolist() == kept


def test_a_plan_warns_of_normalised_contact_lists_and_says_what_helps(house: House) -> None:
    found = plan(house.master, recipients=200, leak="normalised 10%")
    assert found.threshold == pytest.approx(27.6, abs=0.05)
    assert found.warned
    (outlook,) = found.outlooks
    assert (outlook.total, outlook.traceable) == (0, False)
    assert {r.kind for r in outlook.remedies} >= {"canaries", "share"}


@pytest.mark.parametrize("marks", [MarkPolicy(allocation=0.05), MarkPolicy(canaries=80)], ids=str)
def test_a_plan_sees_what_a_remedy_does(house: House, marks: MarkPolicy) -> None:
    found = plan(house.master, recipients=200, leak="normalised 10%", marks=marks)
    assert not found.warned


def test_a_plan_without_a_leak_looks_at_the_usual_ones(house: House) -> None:
    found = plan(house.master, recipients=20, marks=VALUED)
    assert len({o.scenario.name for o in found.outlooks}) == 5
    assert found.carriers["V"] == 2
    assert found.record()["outlooks"]


@pytest.mark.parametrize("leak", ["", "something 5%", "as is", "as is %"])
def test_a_leak_that_is_not_understood_is_refused(house: House, leak: str) -> None:
    with pytest.raises(UsageError):
        plan(house.master, recipients=20, leak=[leak])
