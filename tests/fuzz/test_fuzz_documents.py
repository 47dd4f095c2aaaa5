"""Sound documents of every kind with changes: each is read or reported, in bounded time."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import menshen
from menshen import formats
from menshen.errors import UnreadableError
from menshen.model import Block, Document
from menshen.policy import Policy
from tests.formats.workbooks import ods, ods_row, unzipped, xlsx, zipped
from tests.fuzz.hostile import SEEDS, changed, one

QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.binary(min_size=60, max_size=200)
ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "{0}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>'
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_every_seed_is_sound(name: str) -> None:
    one(name, SEEDS[name])


@pytest.mark.parametrize("name", sorted(SEEDS))
@given(numbers=NUMBERS, count=st.integers(1, 8))
@settings(QUICK, max_examples=25)
def test_changed_bytes_are_read_or_reported(name: str, numbers: bytes, count: int) -> None:
    one(name, changed(name, numbers, count, inside=False))


@pytest.mark.parametrize("name", sorted(n for n, d in SEEDS.items() if d.startswith(b"PK")))
@given(numbers=NUMBERS, count=st.integers(1, 8))
@settings(QUICK, max_examples=25)
def test_changed_members_are_read_or_reported(name: str, numbers: bytes, count: int) -> None:
    one(name, changed(name, numbers, count, inside=True))


@given(name=st.sampled_from(sorted(SEEDS)), other=st.sampled_from(sorted(SEEDS)), numbers=NUMBERS)
@settings(QUICK, max_examples=60)
def test_a_document_under_any_name(name: str, other: str, numbers: bytes) -> None:
    one(other, changed(name, numbers, 2, inside=True))


@given(name=st.sampled_from(sorted(SEEDS)), numbers=NUMBERS)
@settings(QUICK, max_examples=40)
def test_a_changed_document_in_a_mail(name: str, numbers: bytes) -> None:
    mail = EmailMessage()
    mail["Subject"] = "a"
    data = changed(name, numbers, 3, inside=True)
    mail.add_attachment(data, "application", "octet-stream", filename=name)
    one("x.eml", mail.as_bytes())


def texts(document: Document) -> str:
    """Return what is read of a document; nothing when it is refused."""
    try:
        return "".join(part.text for part in formats.read(document) if isinstance(part, Block))
    except UnreadableError:
        return ""


def in_xml(entities: str) -> tuple[str, bytes]:
    return "a.xml", f'<?xml version="1.0"?>{entities}<a>&e;</a>'.encode()


def in_svg(entities: str) -> tuple[str, bytes]:
    return "a.svg", f"{entities}<svg>&e;</svg>".encode()


def in_html(entities: str) -> tuple[str, bytes]:
    return "a.html", f"{entities}<html><p>&e;</p></html>".encode()


def in_sheet(entities: str) -> tuple[str, bytes]:
    parts = unzipped(xlsx({"A1": "mark"}))
    name = "xl/worksheets/sheet1.xml"
    root = parts[name].replace(b"mark", b"&e;")
    return "a.xlsx", zipped({**parts, name: entities.encode() + root})


def in_open_document(entities: str) -> tuple[str, bytes]:
    parts = unzipped(ods(ods_row("mark")))
    head, _, root = parts["content.xml"].partition(b"?>")
    held = head + b"?>" + entities.encode() + root.replace(b"mark", b"&e;")
    return "a.ods", zipped({**parts, "content.xml": held})


WAYS = [in_xml, in_svg, in_html, in_sheet, in_open_document]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("value", ["ha" * 1000, "&#x26;"])
def test_entities_are_never_expanded(way: Callable[[str], tuple[str, bytes]], value: str) -> None:
    name, data = way(ENTITIES.format(value))
    started = time.process_time()
    assert len(texts(Document(name, data=data))) <= 2 * len(data)
    assert time.process_time() - started < 2
    one(name, data)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE a [<!ENTITY e SYSTEM "{}">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "{}"> %p; <!ENTITY e "x">]>',
        '<!DOCTYPE a SYSTEM "{}">',
        '<?xml-stylesheet href="{}"?>',
    ],
)
def test_nothing_is_fetched(
    way: Callable[[str], tuple[str, bytes]], entity: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("13800138000")
    name, data = way(entity.format(secret.as_uri()))
    assert "13800138000" not in texts(Document(name, data=data))


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/media/a.png", "content.xml"])  # fmt: skip
def test_archives_that_unpack_without_end_are_refused(
    packed: int, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", packed) as archive:
        for number in range(4):
            archive.writestr(name if not number else f"{number}/{name}", b" " * (1 << 20))
    started = time.process_time()
    report = menshen.scan(path, policy=Policy(models=False))
    assert [f.error for f in report.failures] == ["UnreadableError"]
    assert "would unpack to" in report.failures[0].reason
    assert time.process_time() - started < 5
