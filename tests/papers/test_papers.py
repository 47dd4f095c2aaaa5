"""What papers say, and what they leave for a person to fill."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

import menshen
from menshen.errors import UsageError
from menshen.papers import KINDS, answers, drafted, gaps
from menshen.papers.draft import Draft, Heading, Listed, Paragraph, Table
from menshen.papers.law import article, articles
from menshen.papers.material import Material
from tests.harm.holdings import written
from tests.papers.facts import NUMBER, SAID, TODAY, called, scanned

FOR_REPORT = ("pipia", "breach", "records")
FOR_CALLS = ("complaint", "police", "claim")


def material(kind: str) -> Material:
    return scanned() if kind in FOR_REPORT else called()


def told(draft: Draft) -> str:
    parts: list[str] = []
    for block in draft.blocks:
        if isinstance(block, Heading):
            parts.append(block.text)
        elif isinstance(block, Paragraph):
            parts.append("".join(run.text for run in block.words))
        elif isinstance(block, Listed):
            parts += ["".join(run.text for run in item) for item in block.items]
        elif isinstance(block, Table):
            parts += ["".join(r.text for r in cell) for row in block.rows for cell in row]
    return "\n".join(parts)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drafted_with_gaps_law_and_a_clear_word(kind: str) -> None:
    draft = drafted(kind, material(kind))
    text = told(draft)
    assert draft.gaps
    assert set(draft.gaps) <= set(gaps(kind).values())
    assert "不是法律意见" in text
    assert "{" not in text
    assert any(flag in text for flag in ("已核对原文", "转引", "待核"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_filled_in_takes_the_place_of_its_gap(kind: str) -> None:
    given = {name: f"答{n}" for n, name in enumerate(gaps(kind))}
    facts = scanned(answers=given) if kind in FOR_REPORT else called(answers=given)
    draft = drafted(kind, facts)
    assert draft.gaps == ()
    shown = told(draft)
    # What the record says of the givings stands in place of one gap.
    missing = [name for name, answer in given.items() if answer not in shown]
    assert set(missing) <= {"given_to"}


@pytest.mark.parametrize("kind", FOR_REPORT)
def test_without_a_scan_there_is_nothing_to_assess(kind: str) -> None:
    with pytest.raises(UsageError, match="--report"):
        drafted(kind, called())


@pytest.mark.parametrize("kind", [*FOR_CALLS, "selfcheck"])
def test_a_victim_without_a_log_gets_a_form(kind: str) -> None:
    draft = drafted(kind, Material(TODAY))
    assert len(draft.gaps) >= 2


def test_the_assessment_has_the_three_contents_of_article_56() -> None:
    text = told(drafted("pipia", scanned()))
    for part in ("合法、正当、必要", "对个人权益的影响及安全风险", "合法、有效并与风险相适应"):
        assert part in text
    assert "3 人" in text
    assert "冒充政府人员发补贴" in text
    assert "从严" in text
    assert "至少保存三年" in text
    assert "监护人同意" in text
    assert "1 个文件未能读取" in text


def test_the_notice_has_the_contents_of_article_57() -> None:
    draft = drafted("breach", scanned())
    text = told(draft)
    for part in ("种类", "原因", "可能造成的危害", "补救措施", "联系方式", "12387"):
        assert part in text
    assert "政府补贴信息" in text
    assert "本组有 1 人不满十四周岁" in text


def test_people_are_told_of_their_own_risks_and_what_to_do() -> None:
    draft = drafted("breach", scanned())
    groups = scanned().groups
    assert sum(g.count for g in groups) == 3
    (subsidy,) = [g for g in groups if "p1" in g.people]
    assert "fake_subsidy" in [s.id for s in subsidy.scams]
    text = told(draft)
    letter = text[text.index("第 ") :]
    assert "不按电话指挥操作ATM" in letter
    (other,) = [g for g in groups if "p2" in g.people]
    assert "fake_subsidy" not in [s.id for s in other.scams]


def test_a_letter_says_only_what_is_known_of_all_its_readers() -> None:
    for group in scanned().groups:
        held = scanned().scanned
        assert held is not None
        for person in group.people:
            assert set(group.kinds) <= held.holding.by_person[person]


def test_the_complaint_has_the_log_and_says_that_it_accuses_nobody() -> None:
    text = told(drafted("complaint", called()))
    assert SAID in text
    assert NUMBER in text
    assert "某房产中介" in text
    assert "不是对任何单位或个人的指控" in text
    assert "某楼盘售楼处" in text
    assert "相隔约 9 天" in text
    for law in ("民法典第一千零三十三条", "个人信息保护法第六十五条"):
        assert law in text
    assert "12321" in " ".join(drafted("complaint", called()).gaps)


def test_only_likely_sources_are_named_to_an_authority() -> None:
    draft = drafted("police", called())
    (table,) = [b for b in draft.blocks if isinstance(b, Table) and b.head[0] == "可能的来源"]
    shares = [int(re.sub(r"\D", "", row[1][0].text)) for row in table.rows]
    assert all(share >= 10 for share in shares)


def test_the_police_report_asks_to_stop_the_payment_first_and_to_trace_the_source() -> None:
    text = told(drafted("police", called()))
    assert text.index("先打110") < text.index("报案事项")
    assert "反电信网络诈骗法第二十九条" in text
    assert "刑法第二百五十三条之一" in text


def test_the_claim_rests_on_presumed_fault_and_flags_what_is_unverified() -> None:
    draft = drafted("claim", called())
    text = told(draft)
    assert "不能证明自己没有过错" in text
    assert "本身不能证明被告泄露" in text
    (laws,) = [b for b in draft.blocks if isinstance(b, Table) and b.head[0] == "条款"]
    status = {row[0][0].text: row[2][0].text for row in laws.rows}
    assert status["民事诉讼法第一百二十二条"] == "待核"
    assert status["个人信息保护法第六十九条"] == "已核对原文"


def test_the_self_check_fits_what_is_known() -> None:
    text = told(drafted("selfcheck", called()))
    assert "一证通查" in text
    assert "家门口多留意" in text
    assert "查名下有几张银行卡" not in text
    everything = told(drafted("selfcheck", Material(TODAY)))
    for part in ("一键查卡", "征信中心", "任职受雇", "没有公司", "名下有没有公司"):
        assert part in everything or part == "没有公司"
    assert "96110" in text


def test_an_unknown_kind_and_an_unknown_answer_are_errors() -> None:
    with pytest.raises(UsageError, match="unknown kind of paper"):
        drafted("poem", scanned())
    with pytest.raises(UsageError, match="nothing to fill in named 'colour'"):
        drafted("pipia", scanned(answers={"colour": "red"}))


def test_answers_are_text(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('processor = "青禾水务"\n', encoding="utf-8")
    assert answers(path) == {"processor": "青禾水务"}
    for bad in ("processor = 7", "x", "[processor]"):
        path.write_text(bad, encoding="utf-8")
        with pytest.raises(UsageError):
            answers(path)
    with pytest.raises(UsageError, match="cannot be read"):
        answers(tmp_path / "none.toml")


def test_every_article_says_where_it_was_read() -> None:
    assert len(articles()) > 40
    for one in articles().values():
        assert one.status in {"T", "S", "U"}
        assert (
            one.status == "U"
            or one.source.startswith("https://")
            or one.source.startswith("http://")
        )
        assert one.point
    assert article("int.5").law == "法释〔2017〕10号"


@pytest.mark.parametrize("name", ["p.docx", "p.html", "p.HTML"])
def test_the_library_writes_a_file_for_its_owner(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    draft = menshen.paper("records", out, report=written(tmp_path), answers={"processor": "甲"})
    assert draft.kind == "records"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with pytest.raises(UsageError, match=r"\.docx or \.html"):
        menshen.paper("records", tmp_path / "p.pdf", report=written(tmp_path))


def test_nothing_a_caller_said_shows_in_a_repr() -> None:
    assert SAID not in repr(called())
    assert SAID not in repr(drafted("complaint", called()))
