"""Office documents before 2007 (.doc, .xls, .ppt, also of WPS: .wps, .et, .dps), through LibreOffice.

LibreOffice turns the document into its modern form, which is read with all that hides in it. It
runs alone: with a profile of its own in which macros are off, links are not followed and nothing
is fetched, without network where the system lets a program be cut off from it, in a time limit,
and is killed with all it started. Where it is not installed, cells of .xls are still read (by
`sheet`, with a remark on what was not), the others are refused with the remedy.

Writing gives the modern form: `becomes` says its ending. The old forms keep what was deleted and
older versions in places that no writer of them clears.

The environment variable `MENSHEN_SOFFICE` names the program; when it is empty, none is used.

## Known limits
A document is converted whole, which takes seconds and twice that the first time. What LibreOffice
does not carry over (macros, some embedded objects) is not read. Revisions saved by old Word
versions ("fast saves") are not read.

References: MS-DOC, MS-XLS, MS-PPT (for what is told by the names of streams); see decision 0027.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO

from menshen.edits import Edit, Inner, Writer
from menshen.errors import EncryptedError, UnreadableError, UnsupportedFormatError
from menshen.formats import compound
from menshen.formats.docx import FORMAT as DOCX
from menshen.formats.parts import programs
from menshen.formats.pptx import FORMAT as PPTX
from menshen.formats.sheet import FORMAT as SHEET
from menshen.formats.xlsx import FORMAT as XLSX
from menshen.model import Document, Part, Remark

__all__ = ["FORMAT", "Legacy", "becomes", "soffice"]

_MOST = 256 << 20
_SECONDS = 180.0
_KINDS = {
    "worddocument": ("doc", "docx"),
    "powerpoint document": ("ppt", "pptx"),
    "workbook": ("xls", "xlsx"),
    "book": ("xls", "xlsx"),
}
_MODERN: dict[str, Writer] = {"docx": DOCX, "pptx": PPTX, "xlsx": XLSX}
_LOCKED = "this document has a password: open it in its program and save it without one"
_ABSENT = "this is an Office 97-2003 document: install LibreOffice to read it, or save it as docx or pptx first"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
_last: dict[str, bytes] = {}


class Legacy:
    """Reads old documents by their modern form."""

    id = "legacy"

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by the first bytes and the streams inside; .xls only where LibreOffice is there."""
        if not head.startswith(compound.MAGIC):
            return False
        kind = _kind(document, head)
        return kind is not None and (kind[0] != "xls" or bool(soffice()))

    def read(self, document: Document) -> Iterator[Part]:
        """Yield what the modern form holds.

        Raises `UnsupportedFormatError` where LibreOffice is not installed, `EncryptedError` for a
        document with a password.
        """
        data = _data(document)
        old, new = _told(data)
        try:
            modern = _converted(data, old, new)
        except UnreadableError as error:
            if new != "xlsx" or isinstance(error, EncryptedError | UnsupportedFormatError):
                raise
            yield from SHEET.read(document)
            yield Remark(document.uri, "partly_read", f"only cells were read: {error}")
            return
        yield from _MODERN[new].read(Document(document.uri, data=modern))
        yield Remark(document.uri, "converted", f"read through LibreOffice as {new}")

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the modern form with the edits carried out; see `menshen.edits.Writer`."""
        data = _data(document)
        old, new = _told(data)
        modern = Document(document.uri, data=_converted(data, old, new))
        _MODERN[new].write(modern, edits, out, inner=inner)


def becomes(document: Document) -> str:
    """Return the ending of the form in which a document is written.

    Raises `UnreadableError` for what is no document of an old form.
    """
    return "." + _told(_data(document))[1]


def _data(document: Document) -> bytes:
    with document.open() as stream:
        data = stream.read(_MOST + 1)
    if len(data) > _MOST:
        raise UnreadableError("this document is larger than 256 MB: save it as docx, xlsx or pptx")
    return data


def _kind(document: Document, head: bytes) -> tuple[str, str] | None:
    data = head
    if document.path is not None or document.data is not None:
        with document.open() as stream:
            data = stream.read(_MOST)
    return _of(data)


def _of(data: bytes) -> tuple[str, str] | None:
    held = {name.lower() for name in compound.names(data)}
    return next((kind for name, kind in _KINDS.items() if name in held), None)


def _told(data: bytes) -> tuple[str, str]:
    """Return the old ending and the new one. Raises `EncryptedError` for a document with a password."""
    kind = _of(data)
    if kind is None:
        raise UnreadableError("this Office 97-2003 document is damaged: open it and save it anew")
    held = {name.lower() for name in compound.names(data)}
    head = compound.stream(data, "WordDocument")[:12] if kind[0] == "doc" else b""
    if "encryptedsummary" in held or (len(head) == 12 and head[11] & 1):
        raise EncryptedError(_LOCKED)
    return kind


def soffice() -> str:
    """Return the path of LibreOffice, or nothing where it is not to be used."""
    named = os.environ.get("MENSHEN_SOFFICE")
    return programs.found("soffice", "libreoffice") if named is None else named


def _converted(data: bytes, old: str, new: str) -> bytes:
    """Return the modern form of a document; the last one is kept, for it is often asked twice."""
    program = soffice()
    if not program:
        raise UnsupportedFormatError(_ABSENT)
    key = hashlib.sha256(data).hexdigest()
    if key not in _last:
        modern = _convert(program, data, old, new)
        _last.clear()
        _last[key] = modern
    return _last[key]


def _convert(program: str, data: bytes, old: str, new: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="menshen-") as folder:
        source = Path(folder, f"document.{old}")
        source.write_bytes(data)
        command = [
            *programs.offline(), program, f"-env:UserInstallation={_profile().as_uri()}", "--headless",
            "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--convert-to", new,
            "--outdir", folder, str(source),
        ]  # fmt: skip
        programs.ran(command, Path(folder), _SECONDS, "document")
        found = source.with_suffix(f".{new}")
        if not found.exists():
            raise UnreadableError(
                "LibreOffice could not read this document: open it in its program and save it anew"
            )
        return found.read_bytes()


@cache
def _profile() -> Path:
    """Return a profile of LibreOffice of our own, which lasts as long as the process."""
    folder = tempfile.TemporaryDirectory(prefix="menshen-soffice-")
    atexit.register(folder.cleanup)
    user = Path(folder.name, "user")
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    return Path(folder.name)


FORMAT = Legacy()
