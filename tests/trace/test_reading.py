"""Reading, linking and the facts beside a leak."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.errors import UnreadableError, UsageError
from menshen.trace.coverage import Fact, likelihoods, posterior
from menshen.trace.exclusion import excluded, unexplained
from menshen.trace.holding import Holder, Span
from menshen.trace.knowledge import Call, accesses, calls
from menshen.trace.leak import Leak, sheet_of_text
from tests.trace.material import House, put, register


def said(line: str) -> dict[str, str]:
    sheet = sheet_of_text(line.split("\n"), "chat")
    return (
        {}
        if sheet is None
        else {k: c[0] for k, c in zip(sheet.kinds, sheet.columns, strict=True) if c[0]}
    )


TEXTS = tomllib.loads((Path(__file__).parent / "cases" / "lines.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TEXTS["said"], ids=lambda c: c["text"][:16])
def test_lines_of_text_are_taken_apart(case: dict[str, str]) -> None:
    found = said(case["text"])
    wanted = {k: v for k, v in case.items() if k != "text"}
    assert {k: found.get(k) for k in wanted} == wanted


@pytest.mark.parametrize("case", TEXTS["silent"], ids=lambda c: c["text"][:16])
def test_lines_that_tell_of_nobody_are_no_records(case: dict[str, str]) -> None:
    assert said(case["text"]) == {}


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_harm(text: str) -> None:
    sheet_of_text(text.split("\n"), "x")


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_bytes(data)
    leak = Leak()
    try:
        leak.add(path)
    except UnreadableError:
        return
    assert leak.rows >= 0


def test_a_leak_in_every_form_is_the_same_rows(tmp_path: Path) -> None:
    from menshen.tables import written

    house = House.built(tmp_path)
    rows = house.released("甲")[:30]
    columns = [list(c) for c in zip(*rows, strict=True)]
    sql = "INSERT INTO 业主 (姓名, 手机, 地址, 户型, 面积, 总价) VALUES " + ",".join(
        "(" + ",".join(f"'{c}'" for c in r[:6]) + ")" for r in rows
    )
    (tmp_path / "a.sql").write_text(sql + ";", encoding="utf-8")
    html = "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows)
    (tmp_path / "a.html").write_text(html + "</table>", encoding="utf-8")
    with written(
        str(tmp_path / "a.xlsx"), tuple(register.__name__ for _ in ()) or tuple("ABCDEFGHI")
    ) as book:
        book.write(columns)
    docx = pytest.importorskip("docx")
    sheet, letter = docx.Document(), docx.Document()
    grid = sheet.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, told in zip(grid.add_row().cells, row, strict=True):
            cell.text = told
        letter.add_paragraph(f"{row[0]} {row[1]} {row[2]} {row[3]} {row[5]}元")
    sheet.save(str(tmp_path / "表.docx"))
    letter.save(str(tmp_path / "信.docx"))
    pasted = "\n".join(f"{r[0]}，{r[1]}，{r[2]}，{r[3]}，{r[5]}" for r in rows)
    (tmp_path / "贴.txt").write_text("发一下名单\n" + pasted, encoding="gb18030")
    for name in ("a.sql", "a.html", "a.xlsx", "表.docx", "信.docx", "贴.txt"):
        case = house.case()
        case.add(tmp_path / name)
        verdict = case.decide()
        assert verdict.linked == 30, name
        assert verdict.accused == (house.id_of("甲"),), name


def test_ambiguous_rows_are_not_linked(tmp_path: Path) -> None:
    rows = register(50)
    twin = [*rows[0]]
    twin[1], twin[2] = "13000000001", "翡翠城88幢1单元101室"
    house = House.built(tmp_path, [*rows, twin])
    house.released("甲")
    verdict = house.traced([[rows[0][0], rows[0][4], rows[0][5], rows[0][6]]], ("姓名", "面积", "总价", "签约日期"))  # fmt: skip
    assert verdict.linked == 0


def test_another_person_in_the_same_flat_is_not_the_record(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    house.released("甲")
    row = register()[0]
    assert house.traced([["欧阳锋", "13999990000", row[2]]], ("姓名", "手机", "地址")).linked == 0
    assert house.traced([[row[2]]], ("地址",)).linked == 1


def holder(name: str, rows: list[int], columns: set[str], since: str = "2025-01-01") -> Holder:
    mask = np.isin(np.arange(10), rows)
    span = Span(datetime.fromisoformat(since), mask, frozenset(columns))
    return Holder(name, name, (span,), mask, mask, frozenset(columns))


def test_coverage_prefers_who_had_little_else() -> None:
    few, all_, none = (
        holder(n, r, {"姓名", "手机"})
        for n, r in (("few", [0, 1, 2]), ("all", list(range(10))), ("none", [9]))
    )
    known = [Fact(r, (frozenset({"手机"}),), None) for r in (0, 1, 2)]
    logs = likelihoods([few, all_, none], known, np.zeros(10, dtype=np.int64))
    assert logs[0] > logs[1] > logs[2]
    assert logs[1] == pytest.approx(0)
    expected = 3 * np.log(0.15 + 0.85 * (0.98 * 10 / 3 + 0.02))
    assert logs[0] == pytest.approx(expected)
    belief = posterior(logs)
    assert belief.sure[0] == 0
    assert belief.holders.sum() + belief.nobody == pytest.approx(1)


def test_a_holder_covers_only_what_it_had_in_time() -> None:
    one = holder("one", [0], {"姓名"}, "2025-06-01")
    asked = (frozenset({"姓名"}),)
    rows = np.array([0, 1])
    assert one.covered(rows, asked, None).tolist() == [True, False]
    assert one.covered(rows, asked, datetime(2025, 5, 1)).tolist() == [False, False]
    assert one.covered(rows, (frozenset({"手机"}),), None).tolist() == [False, False]
    assert one.covered(rows, (), None).tolist() == [True, False]


def test_exclusions() -> None:
    one = holder("one", [0], {"姓名"})
    rows = np.array([0, 1])
    assert excluded(one, rows, frozenset({"姓名"}), None) == ()
    assert excluded(one, rows[1:], frozenset(), None) == ("no_row",)
    assert excluded(one, rows, frozenset({"手机"}), None) == ("no_column",)
    assert excluded(one, rows, frozenset(), datetime(2024, 1, 1)) == ("later",)
    other = holder("other", [1], {"手机"})
    assert unexplained([one], rows, frozenset({"手机"}), None)
    assert not unexplained([one, other], rows, frozenset({"手机", "姓名"}), None)


def test_calls_are_read(tmp_path: Path) -> None:
    path = tmp_path / "calls.toml"
    path.write_text(
        '[[call]]\nvictim = "13800138000"\nwhen = 2026-03-05T10:20:00\nknew = ["person_name"]\nsaid = "几幢"\n'
        '[[call]]\nvictim = "听澜苑3幢"\n', encoding="utf-8",
    )  # fmt: skip
    one, two = calls(path)
    assert one.when == datetime(2026, 3, 5, 10, 20)
    assert one.knew == {"person_name"}
    assert two == Call("听澜苑3幢")
    assert "138" not in repr(one)


@pytest.mark.parametrize(
    "toml",
    ["[[call]]\nwho = 1", "x = 1", "[[call]]\nvictim = 'a'\nknew = ['no_such']", "[[call]]\nvictim='a'\nwhen='x'", "call = 3"],
)  # fmt: skip
def test_calls_with_a_fault_are_refused(tmp_path: Path, toml: str) -> None:
    path = tmp_path / "calls.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(UsageError, match=r"calls\.toml"):
        calls(path)


def test_access_logs_rank_accounts(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    house.released("甲")
    rows = register()
    log = [
        [f"2026-01-{n + 1:02d} 10:00", "客服07", "view", r[1], "姓名 手机"]
        for n, r in enumerate(rows[:9])
    ]
    path = put(tmp_path / "access.csv", log, ("time", "actor", "action", "row_key", "columns"))
    assert len(list(accesses(path))) == 9
    case = house.case()
    case.add_logs(path)
    for r in rows[:8]:
        case.add_call(r[1], "2026-06-01", ["person_name"])
    verdict = case.decide()
    best = next(c for c in verdict.copies if c.rank == 1)
    assert (best.copy, best.verdict) == ("account:客服07", "LEAD")
    assert verdict.accused == ()


@pytest.mark.parametrize("line", [["x", "a", "b", "c", "d"], ["2026-01-01", "a"]])
def test_an_access_log_with_a_fault_is_refused(tmp_path: Path, line: list[str]) -> None:
    path = put(tmp_path / "a.csv", [line], ("time", "actor", "action", "row_key", "columns"))
    with pytest.raises(UnreadableError, match="line 2"):
        list(accesses(path))
