"""A leaked document leads to its copy, whatever it was saved as, or to an honest no."""

from __future__ import annotations

import io
import sqlite3
from dataclasses import dataclass
from email.message import EmailMessage
from math import log2
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.errors import UnreadableError, UsageError
from menshen.marks import paper
from menshen.marks.paper import Observation
from menshen.marks.paper.positions import ERASED
from menshen.release.document import release_document
from menshen.store.chain import Ledger
from menshen.store.keyring import Keyring
from menshen.store.records import CaseRun
from menshen.trace import Verdict
from menshen.trace.account import account
from menshen.trace.document import trace_document
from tests.marks.paper.test_paper import PLAIN, excel, word

KEYS = Keyring.from_master(b"k" * 32)


@dataclass
class Desk:
    """A desk that hands out a document."""

    folder: Path
    original: Path
    ledger: Ledger

    def sent(self, *recipients: str) -> None:
        for to in recipients:
            out = self.folder / f"{to}{self.original.suffix}"
            release_document(self.original, out, to=to, ledger=self.ledger, keys=KEYS)

    def copy(self, to: str) -> str:
        return (self.folder / f"{to}{self.original.suffix}").read_text(encoding="utf-8")

    def traced(self, *leaks: Path, texts: tuple[str, ...] = (), **more: object) -> Verdict:
        return trace_document(
            leaks, document=self.original, ledger=self.ledger, keys=KEYS, texts=texts,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip


def desk(tmp_path: Path, name: str = "通知.txt", content: bytes = PLAIN.encode()) -> Desk:
    original = tmp_path / name
    original.write_bytes(content)
    return Desk(tmp_path, original, Ledger.open(str(tmp_path / "台账.db")))


def accused(verdict: Verdict) -> list[str]:
    return [c.recipient for c in verdict.copies if c.copy in verdict.accused]


@pytest.fixture
def sent(tmp_path: Path) -> Desk:
    made = desk(tmp_path)
    made.sent("甲", "乙", "丙")
    return made


def test_an_intact_copy_is_named_with_the_bound(sent: Desk) -> None:
    verdict = sent.traced(sent.folder / "乙.txt")
    assert verdict.verdict == "ACCUSED"
    assert accused(verdict) == ["乙"]
    assert verdict.threshold_log2 == pytest.approx(log2(3 / 1e-6), abs=0.01)
    told = " ".join(line for section in account(verdict, "zh") for line in section.lines)
    assert "通知.txt" in told
    assert "对上" not in told


def test_chat_mail_and_web_page_lead_to_the_copy_too(sent: Desk) -> None:
    """What was copied out of the document reaches us in other formats; they are read as text."""
    text = sent.copy("丙")
    mail = EmailMessage()
    mail["Subject"] = "转发"
    mail.set_content("见下：\n" + text)
    (sent.folder / "转.eml").write_bytes(mail.as_bytes())
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines())
    (sent.folder / "页.html").write_text(page + "</body></html>", encoding="utf-8")
    docx = pytest.importorskip("docx")
    pasted = docx.Document()
    for line in text.splitlines():
        pasted.add_paragraph(line)
    pasted.save(str(sent.folder / "贴.docx"))
    for name in ("转.eml", "页.html", "贴.docx"):
        assert accused(sent.traced(sent.folder / name)) == ["丙"], name
    assert accused(sent.traced(texts=("群里看到：" + text[200:700],))) == ["丙"]


def test_excerpts_that_say_too_little_alone_add_up(sent: Desk) -> None:
    text = sent.copy("甲")
    pieces = [text[n : n + 70] for n in range(0, 350, 70)]
    alone = sent.traced(texts=(pieces[0],))
    assert alone.verdict != "ACCUSED"
    assert accused(sent.traced(texts=tuple(pieces))) == ["甲"]


def test_handing_in_a_leak_twice_adds_nothing(sent: Desk) -> None:
    text = sent.copy("甲")[:250]
    once, twice = (sent.traced(texts=(text,) * n).copies[0].log2_evidence for n in (1, 5))
    assert once == twice


def test_two_copies_that_leaked_are_both_named(tmp_path: Path) -> None:
    made = desk(tmp_path, content=(PLAIN * 3).encode())
    made.sent("甲", "乙", "丙")
    one, other = made.copy("甲").splitlines(), made.copy("乙").splitlines()
    leak = "\n".join(a if n % 2 else b for n, (a, b) in enumerate(zip(one, other, strict=True)))
    assert "丙" not in accused(made.traced(texts=(leak,)))


def test_the_original_itself_and_a_cleaned_text_accuse_nobody(sent: Desk) -> None:
    assert sent.traced(sent.original).reason == "original_itself"
    cleaned = sent.folder / "净.txt"
    cleaned.write_text(paper.text.skeleton(PLAIN), encoding="utf-8")
    verdict = sent.traced(cleaned)
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "marks_gone")
    assert {c.log2_evidence for c in verdict.copies} == {0.0}


def test_another_document_leads_nowhere(sent: Desk) -> None:
    other = sent.folder / "别的.txt"
    other.write_text("与此事毫不相干的一段话，说的是今年春天的雨水和茶。" * 9, encoding="utf-8")
    assert sent.traced(other).reason == "foreign_document"
    assert sent.traced().reason == "nothing_given"


def test_a_document_never_released_and_a_changed_original(tmp_path: Path, sent: Desk) -> None:
    changed = tmp_path / "改.txt"
    changed.write_text(PLAIN + "。", encoding="utf-8")
    verdict = trace_document([tmp_path / "甲.txt"], document=changed, ledger=sent.ledger, keys=KEYS)
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "never_released_document")


def test_a_lost_key_and_a_broken_ledger(sent: Desk) -> None:
    other = Keyring.from_master(b"x" * 32)
    verdict = trace_document(
        [sent.folder / "甲.txt"], document=sent.original, ledger=sent.ledger, keys=other
    )
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "key_lost")
    sent.ledger.close()
    with sqlite3.connect(sent.folder / "台账.db") as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE menshen_ledger SET record = replace(record, '\\u7532', '\\u4e59')")
    assert sent.traced(sent.folder / "甲.txt").reason == "ledger_broken"


@pytest.mark.parametrize(("name", "make"), [("表.xlsx", excel), ("函.docx", word)])
def test_office_files_lead_to_their_copies_by_marks_and_stamp(
    tmp_path: Path, name: str, make: object
) -> None:
    assert callable(make)
    made = desk(tmp_path, name, make())
    made.sent("甲", "乙")
    leak = tmp_path / f"乙{made.original.suffix}"
    verdict = made.traced(leak)
    assert accused(verdict) == ["乙"]
    assert verdict.copies[0].streams["file"] > 60
    assert verdict.copies[0].streams["marks"] > 20


def test_a_picture_leads_to_its_copy_after_jpeg_and_scaling(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    noise = np.random.default_rng(3).normal(0, 12, (360, 480))
    shade = np.add.outer(np.linspace(60, 180, 360), np.linspace(0, 50, 480)) + noise
    out = io.BytesIO()
    image.fromarray(np.clip(shade, 0, 255).astype(np.uint8)).save(out, "PNG")
    made = desk(tmp_path, "图.png", out.getvalue())
    made.sent("甲", "乙", "丙")
    leaked = image.open(tmp_path / "丙.png").resize((576, 432))
    leaked.save(tmp_path / "网上.jpg", quality=75)
    assert accused(made.traced(tmp_path / "网上.jpg")) == ["丙"]
    (tmp_path / "话.txt").write_text("只有文字", encoding="utf-8")
    assert "picture" in made.traced(tmp_path / "话.txt").details.failures[0]


def test_what_cannot_be_compared_or_read_is_said(tmp_path: Path) -> None:
    made = desk(tmp_path, "表.xlsx", excel())
    made.sent("甲")
    (tmp_path / "泄.csv").write_text("客户1,7\n", encoding="utf-8")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    verdict = made.traced(tmp_path / "泄.csv", tmp_path / "坏.xlsx", tmp_path / "没有.xlsx")
    assert verdict.reason == "nothing_read"
    assert len(verdict.details.failures) == 3
    with pytest.raises(UsageError):
        made.traced(texts=("客户1",))
    with pytest.raises(UnreadableError):
        trace_document([], document=tmp_path / "无.txt", ledger=made.ledger, keys=KEYS)
    with pytest.raises(UsageError, match="eps"):
        made.traced(eps=0.0)


def test_different_analyses_of_one_leak_cost(sent: Desk) -> None:
    first = sent.traced(sent.folder / "甲.txt")
    again = sent.traced(sent.folder / "甲.txt")
    more = sent.traced(sent.folder / "甲.txt", texts=("别的话",))
    assert first.threshold_log2 == again.threshold_log2
    assert more.threshold_log2 == pytest.approx(first.threshold_log2 + 1, abs=0.01)
    assert len(list(CaseRun.all(sent.ledger))) == 3


def test_a_new_key_keeps_the_copies_of_the_old_one_traceable(tmp_path: Path) -> None:
    keys = Keyring.create(tmp_path / "密钥", "a long passphrase", cost=10)
    original = tmp_path / "通知.txt"
    original.write_text(PLAIN, encoding="utf-8")
    ledger = Ledger.open(str(tmp_path / "台账.db"))
    for to in ("甲", "乙"):
        release_document(original, tmp_path / f"{to}.txt", to=to, ledger=ledger, keys=keys)
        keys.rotate("通知")
    for to in ("甲", "乙"):
        verdict = trace_document(
            [tmp_path / f"{to}.txt"], document=original, ledger=ledger, keys=keys
        )
        assert accused(verdict) == [to]


@given(st.lists(st.lists(st.sampled_from([0, 1, ERASED]), min_size=4, max_size=4), min_size=1))
@settings(max_examples=60, deadline=None)
def test_a_place_counts_once_however_often_it_leaked(read: list[list[int]]) -> None:
    found = paper.merged([Observation(np.array(one, np.int8)) for one in read]).values.tolist()
    for at, value in enumerate(found):
        said = {one[at] for one in read} - {ERASED}
        assert value == (said.pop() if len(said) == 1 else ERASED)


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(UsageError):
        paper.merged([])
