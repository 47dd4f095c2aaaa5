"""Law, plain advice, and bulk: P1, P2 and P3."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

import menshen
from menshen.harm.plain import plain
from menshen.papers import drafted, page
from menshen.papers.draft import Table
from menshen.papers.material import Material
from tests.papers.facts import TODAY, called
from tests.papers.test_papers import told

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("kind", ["complaint", "police", "claim"])
def test_p1_the_law_article_by_article_with_its_evidence_flag(kind: str) -> None:
    draft = drafted(kind, called())
    (laws,) = [b for b in draft.blocks if isinstance(b, Table) and b.head[0] == "条款"]
    assert len(laws.rows) >= 7
    for row in laws.rows:
        article, point, flag = ("".join(r.text for r in cell) for cell in row)
        assert "第" in article or "条号待核" in article
        assert point
        assert flag in {"已核对原文", "转引", "待核"}
    assert "不是法律意见" in told(draft)


def test_p2_advice_that_old_people_understand() -> None:
    text = told(drafted("selfcheck", Material(TODAY)))
    for plain_word in ("都是骗子，挂断", "拿不准就打96110", "马上打110", "没有“安全账户”"):
        assert plain_word in text
    first = text[: text.index("一、逐项检查")]
    for technical in ("概率", "去标识化", "敏感个人信息"):
        assert technical not in first


def test_p3_in_bulk_offline_and_nothing_to_be_ashamed_of_in_the_reports(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("something asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    report = menshen.scan(EXAMPLES, policy=menshen.Policy(models=False))
    values = {
        f.value for f in report.findings if f.type.id in {"mobile_number", "resident_id_number"}
    }
    assert len(values) > 50
    written = tmp_path / "r.json"
    written.write_text(report.to_json(), encoding="utf-8")
    found = menshen.harm(written)
    assert found.risks
    from menshen.harm.reading import read

    facts = Material(TODAY, read([written]))
    shown = [json.dumps(plain(found), ensure_ascii=False), written.read_text(encoding="utf-8")]
    shown += [page.written(drafted(kind, facts)) for kind in ("pipia", "breach", "records")]
    for text in shown:
        assert not [v for v in values if v in text]
