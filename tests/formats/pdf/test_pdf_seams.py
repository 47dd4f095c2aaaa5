"""Values that are broken over two pages: found once, placed, taken out, running heads passed over."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen.formats.pdf.pages import Drawn
from menshen.formats.pdf.seams import flowing
from menshen.model import Block, Box
from tests.formats.pdf.making import Making, holds, parts, text

BODY = "本节记录客户的联系方式"


def paged(*pages: tuple[str, ...], heads: bool = True) -> bytes:
    contents = []
    for number, lines in enumerate(pages, 1):
        held = text("客户档案", 72, 800) + text(f"档案编号 A{number}", 72, 780) if heads else b""
        for row, line in enumerate(lines):
            held += text(line, 72, 700 - 20 * row)
        held += text(f"第 {number} 页 共 {len(pages)} 页", 250, 30) if heads else b""
        contents.append(held)
    return Making(*contents).data()


@pytest.mark.parametrize("heads", [False, True])
@pytest.mark.parametrize(
    ("first", "second", "left", "kind"),
    [
        ("联系电话：1380013", "8000，请勿外传。", "1380013", "mobile_number"),
        ("身份证号码为110105194912", "31002X，已核对。", "194912", "resident_id_number"),
        ("他家住北京市朝阳区建国路88号2", "单元302室，平时不在家。", "88号", "home_address"),
        ("卡号6222 0210 0111", "6245 702，已绑定。", "0111", "bank_card_number"),
    ],
)
def test_a_broken_value_is_found_once_and_leaves_both_pages(
    first: str, second: str, left: str, kind: str, tmp_path: Path, *, heads: bool
) -> None:
    pages = (BODY, first), (second, "下一段与此无关。"), ("第三页没有个人信息。",)
    path = tmp_path / "a.pdf"
    path.write_bytes(paged(*pages, heads=heads))
    report = menshen.scan(path)
    found = [finding for finding in report.findings if finding.type.id == kind]
    assert len(found) == 1
    assert isinstance(found[0].place, Box)
    assert found[0].place.page == 0
    menshen.redact(path, tmp_path / "b.pdf", style="label")
    data = (tmp_path / "b.pdf").read_bytes()
    behind = second.split("，", maxsplit=1)[0]
    assert not holds(data, left)
    assert not holds(data, behind)
    if shutil.which("pdftotext"):
        told = subprocess.run(
            ["pdftotext", tmp_path / "b.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        assert "下一段与此无关" in told
        assert behind not in told
        assert left not in told
        assert told.count("客户档案") == (3 if heads else 0)


@pytest.mark.parametrize("heads", [False, True])
@pytest.mark.parametrize("style", ["label", "mask", "surrogate"])
def test_a_value_over_three_pages_leaves_all_of_them(
    style: str, tmp_path: Path, *, heads: bool
) -> None:
    pages = (BODY, "身份证号码为1101051"), ("9491231",), ("002X，已核对。", "下一段与此无关。")
    path = tmp_path / "a.pdf"
    path.write_bytes(paged(*pages, heads=heads))
    found = [f for f in menshen.scan(path).findings if f.type.id == "resident_id_number"]
    assert [f.place.page for f in found if isinstance(f.place, Box)] == [0]
    menshen.redact(path, tmp_path / "b.pdf", style=style, key=bytes(32))
    data = (tmp_path / "b.pdf").read_bytes()
    assert not any(holds(data, part) for part in ("1101051", "9491231", "002X，"))
    blocks = [part for part in parts(data) if isinstance(part, Block)]
    assert sum("下一段与此无关" in block.text[slice(*block.core)] if block.core
               else "下一段与此无关" in block.text for block in blocks) == 1  # fmt: skip


def test_pages_that_end_with_a_sentence_or_begin_anew_stand_alone() -> None:
    data = paged((BODY, "电话另行通知。"), ("8000是编号",), ("完。",))
    blocks = [part for part in parts(data) if isinstance(part, Block)]
    assert blocks[0].core is None
    assert "8000" not in blocks[0].text


def test_a_running_foot_comes_before_the_text_and_heads_are_passed_over() -> None:
    blocks = [
        part for part in parts(paged((BODY, "电话1380013"), ("8000。",))) if isinstance(part, Block)
    ]
    assert blocks[0].core is not None
    assert blocks[0].text.endswith("电话1380013\n8000。\n")
    assert blocks[0].text.startswith("第 1 页 共 2 页")
    assert blocks[0].text[slice(*blocks[0].core)].count("客户档案") == 1


def page(text_: str) -> Drawn:
    count = len(text_)
    boxes = np.arange(4 * count, dtype=np.float32).reshape(count, 4)
    return Drawn(text_, np.arange(count, dtype=np.int32), boxes)


@given(
    st.lists(
        st.lists(st.text("第1页2的名。a", min_size=1, max_size=6), max_size=8).map(
            lambda lines: "".join(line + "\n" for line in lines)
        ),
        max_size=6,
    )
)
def test_no_character_of_a_page_is_lost_or_moves_from_its_box(texts: list[str]) -> None:
    flows = list(flowing(map(page, texts)))
    assert len(flows) == len(texts)
    for number, (flow, before) in enumerate(zip(flows, texts, strict=True)):
        assert "".join(before[int(n)] for n in flow.page.sources) == flow.page.text
        assert sorted(flow.page.sources.tolist()) == list(range(len(before)))
        assert (flow.page.boxes[:, 0] == 4 * flow.page.sources).all()
        for ahead, (later, span) in enumerate(flow.ahead, number + 1):
            assert later.text == flows[ahead].page.text
            assert 0 <= span.start < span.end <= len(later.text)
