"""Recorded on paper or electronic devices: requirement D3 for text, pages, chats, dumps and paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

import menshen
from menshen.model import Box
from tests.formats.paper.printed import file, page
from tests.formats.pdf import making

NAME, MOBILE, NUMBER = "张三丰", "13800138001", "11010519491231002X"
LINE = f"姓名：{NAME}，手机：{MOBILE}，身份证号：{NUMBER}\n"


def mail() -> bytes:
    held = EmailMessage()
    held["From"], held["To"], held["Subject"] = "a@corp.cn", "b@corp.cn", "名单"
    held.set_content("见附件\n")
    held.add_attachment(LINE.encode(), "text", "plain", filename="名单.txt")
    return held.as_bytes()


def chat() -> bytes:
    head = "消息记录（此消息记录为文本格式）\n\n2024-03-05 20:11:33 云淡风轻(84717510)\n"
    return (head + LINE + "\n2024-03-05 20:12:01 小葵<xk@163.com>\n收到\n").encode()


def printed() -> bytes:
    return making.drawn(
        (60, 760, "客户登记表"), (60, 720, f"姓名：{NAME}，手机：{MOBILE}"),
        (60, 690, f"身份证号：{NUMBER}"),
    )  # fmt: skip


MADE: dict[str, Callable[[], bytes]] = {
    "text.txt": LINE.encode,
    "gbk.txt": lambda: LINE.encode("gbk"),
    "table.csv": lambda: f"姓名,手机,身份证号\n{NAME},{MOBILE},{NUMBER}\n".encode("gb18030"),
    "page.html": f"<html><meta charset=utf-8><p>{LINE}</p></html>".encode,
    "mail.eml": mail,
    "chat.txt": chat,
    "dump.sql": (
        f"CREATE TABLE `kh` (`xm` varchar(9) COMMENT '姓名', `sj` varchar(11) COMMENT '手机', "
        f"`sfz` varchar(18) COMMENT '身份证号');\nINSERT INTO `kh` VALUES ('{NAME}','{MOBILE}','{NUMBER}');\n"
    ).encode,
    "service.log": (
        f"2024-03-05 20:11:33.120 INFO [main] c.c.UserService - 姓名={NAME}, mobile={MOBILE}, idcard={NUMBER}\n"
    ).encode,
    "page.pdf": printed,
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_d3_electronic_records(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(MADE[name]())
    assert {NAME, MOBILE, NUMBER} <= {f.value for f in menshen.scan(path).findings}


def test_d3_a_folder_with_folders_and_an_archive_is_read_to_the_bottom(tmp_path: Path) -> None:
    from tests.formats.test_archives import zipped

    (tmp_path / "二级" / "三级").mkdir(parents=True)
    for name, make in MADE.items():
        (tmp_path / "二级" / "三级" / name).write_bytes(make())
    (tmp_path / "备份.zip").write_bytes(zipped({"b/page.pdf": printed(), "mail.eml": mail()}))
    report = menshen.scan(tmp_path)
    assert not report.failures
    held = {f.document for f in report.findings if f.value == MOBILE}
    assert len({d.partition("!/")[0] for d in held}) == len(MADE) + 1
    assert sum("备份.zip!/" in document for document in held) == 2


def scanned(angle: float = 0, *, poor: bool = False) -> bytes:
    image = page(f"姓名\t{NAME}", f"手机\t{MOBILE}", f"身份证号\t{NUMBER}", angle=angle, noise=8)
    if not poor:
        return file(image)
    small = image.resize((image.width * 3 // 4, image.height * 3 // 4))
    faded = small.filter(ImageFilter.GaussianBlur(0.6)).convert("L").point([n // 2 + 96 for n in range(256)])  # fmt: skip
    return file(faded, "JPEG", quality=45)


@pytest.mark.parametrize("angle", [0, 2.5, 90, 180, 270])
def test_d3_a_scan_is_read_however_it_lies(angle: float, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(scanned(angle))
    report = menshen.scan(tmp_path / "a.png")
    found = {f.value: f.place for f in report.findings}
    assert {NAME, MOBILE, NUMBER} <= set(found)
    assert all(isinstance(place, Box) and place.x1 > place.x0 for place in found.values())


def test_d3_a_poor_scan_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(scanned(1.5, poor=True))
    values = {f.value for f in menshen.scan(tmp_path / "a.jpg").findings}
    assert {MOBILE, NUMBER} <= values


def test_d3_a_scan_inside_a_pdf_is_read_and_it_is_told_that_it_was_one(tmp_path: Path) -> None:
    out = io.BytesIO()
    with Image.open(io.BytesIO(scanned(1))) as image:
        image.convert("RGB").save(out, "PDF", resolution=150)
    (tmp_path / "a.pdf").write_bytes(out.getvalue())
    report = menshen.scan(tmp_path / "a.pdf")
    assert {MOBILE, NUMBER} <= {f.value for f in report.findings}
    told = [remark for document in report.documents for remark in document.remarks]
    assert any(remark.kind == "scanned" for remark in told)


def test_d3_what_was_recorded_is_taken_out_of_every_record(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name, make in {**MADE, "scan.png": scanned}.items():
        (source / name).write_bytes(make())
    done = menshen.redact(source, tmp_path / "out")
    assert not done.failures
    assert len(done.outputs) == len(MADE) + 1
    report = menshen.scan(tmp_path / "out")
    assert not {NAME, MOBILE, NUMBER} & {f.value for f in report.findings}
    assert menshen.verify(source, tmp_path / "out").intact
