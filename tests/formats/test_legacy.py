"""Old Office documents: through LibreOffice where it is, a clear word where it is not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from menshen import formats
from menshen.errors import EncryptedError, UnreadableError, UnsupportedFormatError
from menshen.formats import legacy
from menshen.formats.parts import programs
from menshen.model import Document
from tests.formats import test_docx, test_pptx, test_xlsx
from tests.formats.workbooks import compound, xls
from tests.formats.written import remarks, residues, text_of, written

OFFICE = shutil.which("soffice") or ""
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
MOBILE = r"138001380\d\d"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENSHEN_SOFFICE", OFFICE)


def old(data: bytes, modern: str, ending: str, folder: Path) -> bytes:
    """Return a document in its old form, as LibreOffice writes it."""
    source = folder / f"a.{modern}"
    source.write_bytes(data)
    command = [OFFICE, f"-env:UserInstallation={legacy._profile().as_uri()}", "--headless"]
    subprocess.run([*command, "--convert-to", ending, "--outdir", str(folder), str(source)], check=True, capture_output=True)  # fmt: skip
    return (folder / f"a.{ending}").read_bytes()


@needs_office
@pytest.mark.slow
@pytest.mark.usefixtures("office")
def test_word(tmp_path: Path) -> None:
    document = Document("a.doc", data=old(test_docx.full(), "docx", "doc", tmp_path))
    assert formats.for_document(document).id == "legacy"
    text = text_of(document)
    for number in (1, 2, 3, 5, 6, 7, 8, 9, 21, 22):
        assert f"138001380{number:02}" in text, number
    assert "converted" in remarks(document)
    assert legacy.becomes(document) == ".docx"
    data = written(document, MOBILE)
    assert residues(data, MOBILE) == []
    assert formats.for_document(Document("a", data=data)).id == "docx"


@needs_office
@pytest.mark.slow
@pytest.mark.usefixtures("office")
def test_presentations_and_workbooks(tmp_path: Path) -> None:
    deck = Document("a.dps", data=old(test_pptx.full(), "pptx", "ppt", tmp_path))
    assert {"13800138001", "13800138003", "13800138004"} <= set(_numbers(text_of(deck)))
    assert residues(written(deck, MOBILE), MOBILE) == []
    book = Document("a.et", data=old(test_xlsx.full(), "xlsx", "xls", tmp_path))
    wanted = {f"138001380{n:02}" for n in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11)}
    assert wanted <= set(_numbers(text_of(book)))
    assert residues(written(book, MOBILE), MOBILE) == []


def _numbers(text: str) -> list[str]:
    import re

    return re.findall(MOBILE, text)


def word(**streams: bytes) -> bytes:
    return compound({"WordDocument": bytes(600), **streams})


def test_without_libreoffice_it_says_what_helps() -> None:
    with pytest.raises(UnsupportedFormatError, match="install LibreOffice"):
        text_of(Document("a.doc", data=word()))


def test_cells_of_old_workbooks_are_read_without_libreoffice() -> None:
    document = Document("a.xls", data=xls({(0, 0): "13800138000"}))
    assert "13800138000" in text_of(document)
    assert "partly_read" in remarks(document)


def test_a_password_is_an_error() -> None:
    head = bytearray(600)
    head[11] = 1
    for data in (compound({"WordDocument": bytes(head)}), word(EncryptedSummary=b"x")):
        with pytest.raises(EncryptedError, match="password"):
            text_of(Document("a.doc", data=data))


@needs_office
@pytest.mark.slow
@pytest.mark.usefixtures("office")
def test_what_libreoffice_cannot_read_is_an_error() -> None:
    with pytest.raises(UnreadableError):
        text_of(Document("a.doc", data=word()))


def test_a_program_that_takes_too_long_is_killed_with_its_children(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="took more than"):
        programs.ran(["sh", "-c", "sleep 60 & sleep 60"], tmp_path, 0.2, "document")


def test_a_program_that_hangs_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nsleep 60\n")
    script.chmod(0o755)
    monkeypatch.setenv("MENSHEN_SOFFICE", str(script))
    monkeypatch.setattr(legacy, "_SECONDS", 0.2)
    with pytest.raises(UnreadableError, match="took more than"):
        text_of(Document("a.doc", data=word()))


def test_the_profile_lets_no_macro_run() -> None:
    settings = (legacy._profile() / "user" / "registrymodifications.xcu").read_text("utf-8")
    assert "DisableMacrosExecution" in settings
    assert "BlockUntrustedRefererLinks" in settings
