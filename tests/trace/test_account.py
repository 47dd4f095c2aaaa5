"""Every verdict has its report, in both languages, without a value in the clear."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from menshen.report.words import Lang
from menshen.trace.account import account, headline, why
from menshen.trace.rendered import html, text
from menshen.trace.verdict import (
    ASSUMPTIONS,
    ORDER,
    CopyVerdict,
    Details,
    Exhibit,
    Issued,
    Matched,
    Sharing,
    Verdict,
    Word,
    strongest,
    together,
)

REASONS = {
    "ACCUSED": ("threshold_reached",),
    "COPY_COMPROMISED": ("another_door",),
    "STRONG_LEAD": ("below_threshold",),
    "LEAD": ("likeliest",),
    "NOT_EXCLUDED": ("narrowed", "some_excluded"),
    "NO_ACCUSATION": (
        "nothing_given", "foreign_table", "ambiguous_rows", "master_itself", "all_excluded", "all_normalised",
        "nothing_to_decode", "too_few_rows", "no_copy_fits", "foreign_document", "no_rows", "key_lost", "never_released",
        "ledger_broken", "never_released_document", "original_itself", "marks_gone", "nothing_read",
        "too_few_places",
    ),
}  # fmt: skip
CASES = [(word, reason) for word, reasons in REASONS.items() for reason in reasons]


def verdict(word: Word = "ACCUSED", reason: str = "threshold_reached") -> Verdict:
    streams = {
        "marks": 50.0,
        "allocation": 0.0,
        "canaries": 2.5,
        "file": 0.0,
        "coverage": 1.0,
        "posterior": 0.9,
    }
    copies = (
        CopyVerdict(
            "c-01", "装修公司<甲>", word if word in ORDER else "NOT_EXCLUDED", 52.5, 1, streams
        ),
        CopyVerdict("c-02", "乙", "EXCLUDED", -3.0, 2, {"posterior": 0.0}, ("no_row", "later")),
    )
    accused = ("c-01",) if word in {"ACCUSED", "COPY_COMPROMISED"} else ()
    details = Details(
        case="k-1", attempt=3, eps=1e-6, copies_tested=2, spent=1.67, decoder="1",
        ledger_head="9:sm3:00", dataset="业主", positions=(77, 5), columns=("姓名", "手机"),
        ways={"phone": 11, "house": 2, "facts": 1}, remaining=("c-01",), nobody=0.05, calls=4,
        calls_unlinked=1, canary_hits=2, canary_rows=1, unknown_snapshots=1, keys_lost=1,
        sources=("leak.csv/leak",), failures=("坏.xlsx: 工作簿已损坏",),
        exhibits=(Exhibit("leak.csv", 1, 6, {"姓名": "徐*", "手机": "138****6618"}),),
        sellers=(Sharing("c-01", "装修公司<甲>", 0.6, ("c-02",)), Sharing("c-03", "丙", 0.3)),
        issued=(Issued("c-01", "装修公司<甲>", "r-1", "2026-01-05 10:00", "收房服务", "单独同意", "王", "A-7",
                       "14 × 姓名, 手机", "sha256:ab", "sha256:cd"),),
        matches=(Matched("c-01", "装修公司<甲>", 75, 77, 40.2),),
    )  # fmt: skip
    return Verdict(word, reason, 27.6, copies, accused, 14, 2, details=details)


@pytest.mark.parametrize("lang", get_args(Lang))
@pytest.mark.parametrize(("word", "reason"), CASES)
def test_every_verdict_and_reason_has_words(word: Word, reason: str, lang: Lang) -> None:
    told = text(verdict(word, reason), lang=lang, width=100)
    assert "{" not in told
    assert headline(verdict(word, reason), lang)[0] in told
    assert why(verdict(word, reason), lang)[:10] in told


@pytest.mark.parametrize("lang", get_args(Lang))
def test_the_report_says_all_that_a_lawyer_asks(lang: Lang) -> None:
    told = "\n".join(
        part for section in account(verdict(), lang, "menshen trace x") for part in section.lines
    )
    for what in (
        "27.6",
        "1e-06",
        "1,000,000",
        "1.67",
        "14",
        "77",
        "9:sm3:00",
        "menshen trace x",
        "坏.xlsx",
    ):
        assert what in told
    assert "60%" in told
    assert "75" in told
    assert "30%" in told
    assert len(list(account(verdict(), lang))) == 10
    cells = [c for section in account(verdict(), lang) for row in section.rows for c in row]
    for what in ("收房服务", "单独同意", "A-7", "sha256:ab", "sha256:cd"):
        assert what in cells


def test_no_copy_is_listed_where_the_material_is_of_none() -> None:
    for reason in ("master_itself", "foreign_table", "no_rows"):
        headings = [s.heading for s in account(verdict("NO_ACCUSATION", reason), "zh")]
        assert "各副本" not in headings


def test_what_to_do_next_follows_the_reason() -> None:
    told = {
        reason: list(account(verdict("NO_ACCUSATION", reason), "zh"))[1].lines[0]
        for reason in REASONS["NO_ACCUSATION"]
    }
    assert "链头" in told["ledger_broken"]
    assert "密钥" in told["key_lost"]
    assert "menshen plan" in told["all_normalised"]


def test_all_assumptions_are_explained() -> None:
    from menshen.trace.words import worded

    for name in ASSUMPTIONS:
        assert len(worded(name, "zh")) > 5
        assert len(worded(name, "en")) > 10


@pytest.mark.parametrize("lang", get_args(Lang))
def test_html_holds_no_markup_of_others(lang: Lang) -> None:
    page = html(verdict(), lang=lang, command="menshen trace '<x>'")
    assert "装修公司&lt;甲&gt;" in page
    assert "<script" not in page
    assert "'<x>'" not in page
    assert page.rstrip().endswith("</html>")


def test_control_signs_never_reach_the_terminal() -> None:
    first = verdict()
    odd = replace(first, copies=(replace(first.copies[0], recipient="甲\x1b[31m"),))
    assert "\x1b[31m" not in text(odd)


def test_columns_that_tell_nothing_are_left_out_of_the_text() -> None:
    told = text(verdict(), width=120)
    assert "诱饵" in told
    assert "分配  " not in told


def test_the_strongest_verdict_wins() -> None:
    copies = verdict().copies
    assert strongest(copies) == "ACCUSED"
    assert strongest(copies[1:]) == "EXCLUDED"
    assert strongest(()) == "NO_ACCUSATION"


def test_verdicts_on_several_keys_become_one() -> None:
    one = verdict()
    other = replace(verdict("NO_ACCUSATION", "no_copy_fits"), accused=())
    both = together([other, one], lost=2)
    assert both.verdict == "ACCUSED"
    assert both.accused == ("c-01",)
    assert len(both.copies) == 4
    assert [c.rank for c in both.copies] == [1, 2, 3, 4]
    assert both.details.keys_lost == 2


def test_a_verdict_is_json() -> None:
    import json

    told = json.loads(json.dumps(verdict().record()))
    assert list(told)[:8] == [
        "verdict", "reason", "threshold_log2", "copies", "accused", "linked", "unlinked", "assumptions",
    ]  # fmt: skip
    assert told["copies"][0]["streams"]["marks"] == 50.0
