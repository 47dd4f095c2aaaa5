"""Other programs that look for values in a file, and know nothing of menshen.

Each gives what it sees of a file as bytes or text; a value is seen where it stands there in one of
five codings, with blanks left out, as it is or with tags and escapes taken away. A program that is
not installed is named in `absent`: what it would have seen is not checked.
"""

from __future__ import annotations

import email
import email.policy
import functools
import html
import io
import mailbox
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.documents import programs

__all__ = ["CHEAP", "OCR", "Witness", "absent", "mailed", "opens", "printed", "seen", "sees"]

_CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5")
_ESCAPES = re.compile(rb"\\u([0-9a-fA-F]{4})")
_RTF = re.compile(rb"\\u(-?\d+) ?(?:\?|\\'[0-9a-f]{2})")
_CONTROLS = re.compile(rb"\\[a-z]+-?\d* ?|[{}\r\n]")
_BLANKS = re.compile(rb"[ \t\r\n\x0b\x0c]+")
_PICTURES = frozenset({".png", ".jpg", ".tif", ".tiff", ".bmp", ".webp"})


class Witness(NamedTuple):
    """A program: its name, the command it needs, the endings it looks at (none: all), and how."""

    name: str
    command: str
    endings: frozenset[str]
    look: Callable[[Path], Iterable[bytes]]


def _run(*command: str | Path, stdin: bytes = b"") -> bytes:
    done = subprocess.run(
        [str(part) for part in command], input=stdin, capture_output=True, check=False, timeout=300
    )
    return done.stdout


def printed(path: Path) -> str:
    """Return what pdftotext reads of a PDF, in the order of the page."""
    return _run("pdftotext", path, "-").decode("utf-8", "replace")


def _unpacked(path: Path) -> Iterator[bytes]:
    for _, data in programs.members(path.read_bytes()):
        yield data


def _strings(path: Path) -> Iterator[bytes]:
    for coding in ("s", "l", "b"):
        yield _run("strings", "-a", "-n", "4", "-e", coding, path)
    yield path.read_bytes()


def _exiftool(path: Path) -> Iterator[bytes]:
    yield _run("exiftool", "-a", "-u", "-U", "-ee", "-G1", path)


def _pdftotext(path: Path) -> Iterator[bytes]:
    yield _run("pdftotext", path, "-")
    yield _run("pdftotext", "-raw", path, "-")


def _qpdf(path: Path) -> Iterator[bytes]:
    """Yield a PDF unpacked, its strings without escapes, and what is attached to it."""
    data = _run("qpdf", "--qdf", "--object-streams=disable", "--decrypt", path, "-")
    yield data
    yield re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8) & 255]), data)
    yield b"\n".join(
        bytes.fromhex(text.decode() + "0" * (len(text) % 2))
        for text in re.findall(rb"<([0-9a-fA-F]{2,})>", data)
    )
    with tempfile.TemporaryDirectory() as folder:
        _run("pdfdetach", "-saveall", "-o", folder, path)
        for attached in Path(folder).iterdir():
            yield attached.name.encode()
            yield from _unpacked(attached)


def _revisions(path: Path) -> Iterator[bytes]:
    """Yield what pdftotext reads of each earlier version of a PDF."""
    data = path.read_bytes()
    ends = [found.end() for found in re.finditer(rb"%%EOF\s*", data)][:-1]
    for end in ends:
        yield _run("pdftotext", "-", "-", stdin=data[:end])


def _mail(path: Path) -> Iterator[bytes]:
    if path.suffix == ".mbox":
        for message in mailbox.mbox(path):
            yield from _parts(message.as_bytes())
    else:
        yield from _parts(path.read_bytes())


def _parts(data: bytes) -> Iterator[bytes]:
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        yield "\n".join(f"{name}: {value}" for name, value in part.items()).encode(
            "utf-8", "replace"
        )
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            for _, inner in programs.members(payload):
                yield inner


def mailed(path: Path) -> str:
    """Return the text of mails as Python reads it: headers and bodies, without markup."""
    boxed = path.suffix == ".mbox"
    data = [message.as_bytes() for message in mailbox.mbox(path)] if boxed else [path.read_bytes()]
    said = []
    for mail in data:
        for part in email.message_from_bytes(mail, policy=email.policy.default).walk():
            said += [str(part[name]) for name in ("From", "To", "Subject", "Date") if part[name]]
            if part.get_content_maintype() == "text" and not part.is_attachment():
                said.append(re.sub(r"<[^>]*>", "", part.get_content()))
    return "\n".join(said)


def _sqlite(path: Path) -> Iterator[bytes]:
    dump = _run("sqlite3", path, ".dump")
    yield dump
    for blob in re.findall(rb"X'([0-9a-fA-F]+)'", dump):
        for _, data in programs.members(bytes.fromhex(blob.decode())):
            yield data


def _arrow(path: Path) -> Iterator[bytes]:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    yield repr(table.to_pylist()).encode()
    yield repr(table.schema.metadata).encode()


@functools.cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def _read(picture: Any) -> bytes:
    """Return what OCR reads of a picture, as it lies."""
    import numpy as np

    result = _reader()(np.asarray(picture.convert("RGB"))[:, :, ::-1])
    return "\n".join(result.txts or ()).encode()


def _frames(path: Path) -> Iterator[Any]:
    from PIL import Image, ImageSequence

    with Image.open(path) as picture:
        for frame in ImageSequence.Iterator(picture):
            yield frame.copy()


def _ocr(path: Path) -> Iterator[bytes]:
    """Yield what OCR reads of a picture, of rendered pages, and of pictures inside a document."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        pictures = [path]
        if path.suffix == ".pdf":
            _run("pdftoppm", "-r", "130", "-png", path, folder / "page")
            _run("pdfimages", "-png", path, folder / "picture")
            pictures = sorted(folder.iterdir())
        elif path.suffix not in _PICTURES:
            pictures = []
            for number, (name, data) in enumerate(programs.members(path.read_bytes())):
                if Path(name).suffix.lower() in {".png", ".jpg", ".jpeg", ".tiff"} and len(data) > 2000:  # fmt: skip
                    pictures.append(folder / f"{number}{Path(name).suffix}")
                    pictures[-1].write_bytes(data)
        for one in pictures:
            for frame in _frames(one):
                yield _read(frame)


_MAIL, _PDF = frozenset({".eml", ".mbox"}), frozenset({".pdf"})
CHEAP: tuple[Witness, ...] = (
    Witness("unzip, bsdtar + grep", "bsdtar", frozenset(), _unpacked),
    Witness("strings", "strings", frozenset(), _strings),
    Witness("exiftool", "exiftool", frozenset(), _exiftool),
    Witness("pdftotext", "pdftotext", _PDF, _pdftotext),
    Witness("pdftotext of revisions", "pdftotext", _PDF, _revisions),
    Witness("qpdf --qdf, pdfdetach + grep", "qpdf", _PDF, _qpdf),
    Witness("Python's email", "", _MAIL, _mail),
    Witness("sqlite3 .dump", "sqlite3", frozenset({".db"}), _sqlite),
    Witness("pyarrow", "", frozenset({".parquet"}), _arrow),
)
"""What looks without OCR."""
OCR = Witness("OCR of pages and pictures", "pdftoppm", frozenset(), _ocr)
"""The slow one: RapidOCR as it comes, on pictures, pdftoppm's pages and pdfimages' pictures."""


def absent(witnesses: Iterable[Witness]) -> list[str]:
    """Return the programs that are not installed."""
    return [w.name for w in witnesses if w.command and shutil.which(w.command) is None]


def seen(path: Path, values: Sequence[str], witnesses: Iterable[Witness]) -> set[str]:
    """Return those of the values that any of the programs sees in a file."""
    found: set[str] = set()
    for witness in witnesses:
        found |= sees(witness, path, values)
    return found


def sees(witness: Witness, path: Path, values: Sequence[str]) -> set[str]:
    """Return those of the values that a program sees in a file."""
    if witness.endings and path.suffix not in witness.endings:
        return set()
    if witness.command and shutil.which(witness.command) is None:
        return set()
    return among((text for data in witness.look(path) for text in _variants(data)), values)


def among(texts: Iterable[bytes], values: Sequence[str]) -> set[str]:
    """Return those of the values that stand in a text in any coding."""
    coded = {value: set(_coded("".join(value.split()))) for value in values}
    found: set[str] = set()
    for text in texts:
        found |= {v for v, forms in coded.items() if any(form in text for form in forms)}
    return found


def _coded(value: str) -> Iterator[bytes]:
    for coding in _CODINGS:
        with suppress(UnicodeEncodeError):
            yield value.encode(coding)


def _variants(data: bytes) -> Iterator[bytes]:
    yield data
    yield _BLANKS.sub(b"", data)
    if b"<" in data:
        bare = _BLANKS.sub(b"", re.sub(rb"<[^<>]*>", b"", data))
        yield bare
        if b"&" in bare:
            yield html.unescape(bare.decode("utf-8", "replace")).encode()
    if data.startswith(b"{\\rtf"):
        yield _CONTROLS.sub(b"", _RTF.sub(lambda found: _character(int(found[1])), data))
    elif b"\\u" in data:
        yield _ESCAPES.sub(lambda found: _character(int(found[1], 16)), data)


def _character(number: int) -> bytes:
    return (
        chr(number & 0xFFFF).encode("utf-8", "ignore")
        if not 0xD800 <= number & 0xFFFF < 0xE000
        else b"?"
    )


def opens(path: Path) -> bool | None:
    """Say whether pdfium, Pillow, unzip, bsdtar, sqlite3 or pyarrow opens a file; None for other kinds."""
    try:
        return _opened(path)
    except Exception:  # noqa: BLE001 - whatever the program says, it does not open
        return False


def _opened(path: Path) -> bool | None:
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                page.render(scale=0.3)
    elif path.suffix in _PICTURES:
        for frame in _frames(path):
            frame.load()
    elif path.suffix == ".zip":
        import zipfile

        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            return archive.testzip() is None
    elif path.suffix in {".tar", ".7z"}:
        return (
            subprocess.run(["bsdtar", "-tf", path], capture_output=True, check=False).returncode
            == 0
        )
    elif path.suffix == ".ofd":
        return _is_sound(path)
    elif path.suffix == ".db":
        return _run("sqlite3", path, "PRAGMA integrity_check").strip() == b"ok"
    elif path.suffix == ".parquet":
        list(_arrow(path))
    else:
        return None
    return True


def _is_sound(path: Path) -> bool:
    """Say whether a package unpacks, all its XML can be parsed, and what its index names is there."""
    import zipfile
    from xml.etree import ElementTree as ET

    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                ET.fromstring(archive.read(name))
        root = ET.fromstring(archive.read("OFD.xml"))
        named = [e.text or "" for e in root.iter() if e.tag.endswith("DocRoot")]
        return archive.testzip() is None and all(
            name.strip("/") in archive.namelist() for name in named
        )
