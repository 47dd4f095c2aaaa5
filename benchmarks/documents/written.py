"""Plain text in several charsets, tables, logs, web pages, mails and mailboxes."""

from __future__ import annotations

import csv
import io
import json
import mailbox
import random
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import docx

from benchmarks.documents.plant import Made, Plant, builder
from benchmarks.documents.printed import page

_MAILS, _BOXES, _PAGES, _CHINESE_ZIPS = 8, 3, 5, 3
_CHARSETS = ("utf-8", "gb18030", "utf-8-sig", "utf-16")


def _separated(plant: Plant, mark: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(plant.rows(12))
    return out.getvalue()


def _records(plant: Plant) -> list[dict[str, object]]:
    return [
        {"name": plant.name("table"), "mobile": plant.mobile("table"), "id_card": plant.identity("table"),
         "more": {"email": plant.email("table"), "备注": plant.sentence("body")}}
        for _ in range(6)
    ]  # fmt: skip


def _lines(plant: Plant) -> str:
    return "".join(
        json.dumps(record, ensure_ascii=number % 2 == 0) + "\n"
        for number, record in enumerate(_records(plant))
    )


def _text(plant: Plant) -> str:
    return "".join(f"{number}. {plant.sentence('body')}\r\n" for number in range(1, 11))


def _marked(plant: Plant) -> str:
    table = "\n".join("| " + " | ".join(row) + " |" for row in plant.rows(4))
    table = table.replace("\n", "\n|---|---|---|---|\n", 1)
    return (
        f"---\nauthor: {plant.name('metadata')}\n---\n\n# 登记\n\n{plant.sentence('body')}\n\n{table}\n\n"
        f"<!-- {plant.sentence('comment')} -->\n\n[写信](mailto:{plant.email('other')})\n\n```\n{plant.sentence('other')}\n```\n"
    )


def _statements(plant: Plant) -> str:
    rows = ",\n".join(
        "(" + ", ".join(f"'{cell}'" for cell in row) + ")" for row in plant.rows(8)[1:]
    )
    return (
        f"-- {plant.sentence('comment')}\nCREATE TABLE customers (姓名 VARCHAR(20), 手机号码 VARCHAR(20), 身份证号 CHAR(18), 备注 TEXT);\n"
        f"INSERT INTO customers (姓名, 手机号码, 身份证号, 备注) VALUES\n{rows};\n"
        f"UPDATE customers SET 手机号码 = '{plant.mobile('other')}' WHERE 姓名 = '{plant.name('other')}';\n"
    )


def _logged(plant: Plant) -> str:
    return "".join(
        f"2026-03-05 09:2{number}:11.{number}03 INFO [http-nio-8080-exec-{number}] c.e.UserService - 请求 mobile={plant.mobile('body')}, "
        f"idCard={plant.identity('body')} 耗时{number}ms\n"
        f'2026-03-05 09:2{number}:12.001 DEBUG body={{"phone":"{plant.mobile("body")}","email":"{plant.email("body")}"}}\n'
        for number in range(6)
    )


def _tree(plant: Plant) -> str:
    people = "".join(
        f'<person phone="{plant.mobile("other")}"><姓名>{plant.name("table")}</姓名><身份证号>{plant.identity("table")}</身份证号></person>'
        for _ in range(6)
    )
    return f'<?xml version="1.0"?>\n<people><!-- {plant.sentence("comment")} -->{people}</people>\n'


_TEXTS: dict[str, Callable[[Plant], str]] = {
    "csv": lambda plant: _separated(plant, ","),
    "tsv": lambda plant: _separated(plant, "\t"),
    "json": lambda plant: json.dumps(_records(plant), ensure_ascii=False, indent=1),
    "jsonl": _lines, "txt": _text, "md": _marked, "sql": _statements, "log": _logged, "xml": _tree,
}  # fmt: skip
_WANTED = {"csv": 4, "txt": 4, "sql": 2, "log": 2}


@builder
def texts(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make files of text, in several charsets."""
    for ending, make in _TEXTS.items():
        for number in range(_WANTED.get(ending, 1)):
            path = folder / f"t{number}.{ending}"
            path.write_bytes(make(plant).encode(_CHARSETS[number]))
            yield Made(path, plant.taken())


@builder
def pages(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make web pages."""
    draw = random.Random(plant.seed + 1)
    for number in range(_PAGES):
        charset = ("utf-8", "gb18030")[number % 2]
        path = folder / f"w{number}.html"
        path.write_bytes(page(plant, draw, charset).encode(charset))
        yield Made(path, plant.taken())


def mail(plant: Plant, number: int) -> EmailMessage:
    """Return a mail with values in its header, its bodies, its attachments and a mail inside it."""
    charset, coding = (
        ("utf-8", "gb18030")[number % 2],
        ("base64", "quoted-printable")[number // 2 % 2],
    )
    message = EmailMessage()
    message["Subject"] = f"登记表：{plant.sentence('other')}"
    message["From"] = f"{plant.name('margin')} <{plant.email('margin')}>"
    message["To"] = plant.email("margin")
    message["Date"] = "Thu, 05 Mar 2026 09:20:00 +0800"
    body = "\n".join(plant.sentence("body") for _ in range(3)) + "\n"
    message.set_content(body, charset=charset, cte=coding)
    if number % 2:
        message.add_alternative(
            f"<html><body><p>{plant.sentence('body')}</p><!-- {plant.sentence('comment')} --></body></html>",
            subtype="html", charset=charset, cte=coding,
        )  # fmt: skip
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(plant.sentence("inside"))
    document.save(out)
    message.add_attachment(
        out.getvalue(), maintype="application", filename=f"{plant.name('metadata')}登记表.docx",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
    )  # fmt: skip
    message.add_attachment(
        _separated(plant, ",").encode("gb18030"), maintype="text", subtype="csv", filename="a.csv"
    )
    if number % 3 == 0:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.txt", plant.sentence("inside"))
        message.add_attachment(
            packed.getvalue(), maintype="application", subtype="zip", filename="a.zip"
        )
    if number % 4 == 0:
        inner = EmailMessage()
        inner["From"] = plant.email("inside")
        inner.set_content(plant.sentence("inside") + "\n")
        message.add_attachment(inner)
    return message


@builder
def mails(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make mails and mailboxes."""
    for number in range(_MAILS):
        path = folder / f"e{number}.eml"
        path.write_bytes(mail(plant, number).as_bytes())
        yield Made(path, plant.taken())
    for number in range(_BOXES):
        path = folder / f"b{number}.mbox"
        path.unlink(missing_ok=True)
        box = mailbox.mbox(path)
        for one in range(3):
            box.add(mail(plant, number + one))
        box.close()
        yield Made(path, plant.taken())


@builder
def chinese_names(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make archives whose names are in GBK without a flag, as Windows in Chinese packs them."""
    for number in range(_CHINESE_ZIPS):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for place, text in (
                ("资料一", _text(plant)),
                (f"{plant.mobile('metadata')}回执", _text(plant)),
            ):
                name = f"档案/{place}.txt"
                archive.writestr(_named(name), text.encode(("utf-8", "gb18030")[number % 2]))
        path = folder / f"g{number}.zip"
        path.write_bytes(out.getvalue())
        yield Made(path, plant.taken())


class _named(zipfile.ZipInfo):  # noqa: N801 - stands for a value, not a kind
    """A member whose name is written in GBK."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self.filename.encode("gbk"), self.flag_bits & ~0x800
