"""What may be done with leaked information, and the calls that follow: H1 and H2."""

from __future__ import annotations

from pathlib import Path

import menshen
from menshen.papers import drafted
from menshen.papers.material import Material
from tests.papers.facts import TODAY, called
from tests.papers.test_papers import told


def test_h1_a_leak_becomes_a_table_of_harm_with_reasons_by_document_and_person(
    tmp_path: Path,
) -> None:
    (tmp_path / "补贴.csv").write_text(
        "姓名,手机号,补贴项目\n钟毅,13800138000,农机购置补贴\n宗慧,13900139000,\n", encoding="utf-8"
    )
    (tmp_path / "证件.txt").write_text("姓名：佟岚\n身份证号：11010519491231002X", encoding="utf-8")
    report = menshen.scan(tmp_path)
    found = menshen.harm(report)
    possible = {r.scam.id: r for r in found.risks}
    assert "forged_id_fraud" in possible
    assert possible["impersonate_police_generic"].people >= 2
    for risk in found.risks:
        assert risk.groups, risk.scam.id
        assert risk.people <= found.people
    # By person: whoever has only an ID card in the open is threatened by other scams.
    by_scams = set(found.persons.values())
    assert len(by_scams) > 1
    # By document: each has its own; and the column that matters most is named.
    alone = {d.document.rpartition("/")[2]: d for d in found.documents}
    assert "forged_id_fraud" in alone["证件.txt"].scams
    assert "forged_id_fraud" not in alone["补贴.csv"].scams
    assert {r.where.document.rpartition("/")[2] for r in found.columns} >= {"补贴.csv"}


def test_h2_calls_every_day_make_a_log_and_a_complaint() -> None:
    text = told(drafted("complaint", called()))
    assert "共接到 4 次" in text
    assert "民法典第一千零三十三条" in text
    asked = " ".join(drafted("complaint", Material(TODAY)).gaps)
    assert "12321" in asked
