"""LibreOffice, which makes documents and reads them, and what unpacks archives."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["OFFICE", "READ", "bare", "converted", "members", "texts"]

OFFICE = shutil.which("soffice") or ""
_TEXT = {"docx": "txt:Text (encoded):UTF8", "odt": "txt:Text (encoded):UTF8", "rtf": "txt:Text (encoded):UTF8",
         "doc": "txt:Text (encoded):UTF8", "xlsx": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
         "ods": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
         "xls": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
         "pptx": "fodp", "odp": "fodp", "ppt": "fodp"}  # fmt: skip
READ = frozenset(f".{ending}" for ending in _TEXT)
"""The endings of what LibreOffice is asked to read."""
_profile = tempfile.TemporaryDirectory(prefix="menshen-bench-")


def converted(sources: Sequence[Path], kind: str, folder: Path) -> dict[Path, Path]:
    """Convert documents by LibreOffice; return what came out of each."""
    folder.mkdir(exist_ok=True, parents=True)
    command = [
        OFFICE,
        f"-env:UserInstallation={Path(_profile.name).as_uri()}",
        "--headless",
        "--norestore",
    ]
    subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(folder), *map(str, sources)],
        capture_output=True, timeout=900, check=False,
    )  # fmt: skip
    ending = kind.partition(":")[0]
    found = {source: sorted(folder.glob(f"{source.stem}*.{ending}")) for source in sources}
    return {source: paths[0] for source, paths in found.items() if paths}


def texts(sources: Sequence[Path], folder: Path) -> dict[Path, str]:
    """Return what LibreOffice reads of documents; those it cannot open are left out."""
    found: dict[Path, str] = {}
    for ending, kind in _TEXT.items():
        wanted = [s for s in sources if s.suffix == f".{ending}"]
        if wanted and OFFICE:
            out = folder / ending
            converted(wanted, kind, out)
            for source in wanted:
                parts = sorted(out.glob(f"{source.stem}.*")) + sorted(out.glob(f"{source.stem}-*"))
                if parts:
                    found[source] = "".join(p.read_text("utf-8", "replace") for p in parts)
    return found


def bare(text: str) -> str:
    """Return a flat presentation's text without tags and pictures; any other text as it is."""
    body = re.search(r"<office:body>.*</office:body>", text, re.DOTALL)
    if body is None:
        return text
    text = re.sub(r"<office:binary-data>[^<]*</office:binary-data>", "", body[0])
    return re.sub(r"<[^>]*>", " ", text)


def members(data: bytes, name: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield a file, and what unpacks out of it, level by level."""
    yield name, data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield f"{name}/{info.filename}", info.filename.encode()
                yield from members(archive.read(info), f"{name}/{info.filename}")
    elif data[:2] in {b"\x1f\x8b", b"BZ", b"\xfd7", b"7z"} or data[257:262] == b"ustar":
        yield from _unpacked(data, name)


def _unpacked(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield what bsdtar makes of an archive."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a")
        source.write_bytes(data)
        out = Path(folder, "out")
        out.mkdir()
        raw = ["--format=raw"] if data[257:262] != b"ustar" and data[:2] != b"7z" else []
        done = subprocess.run(
            ["bsdtar", "-xf", str(source), "-C", str(out)], capture_output=True, check=False
        )
        if done.returncode and raw:
            packers = {b"\x1f\x8b": "gzip", b"BZ": "bzip2", b"\xfd7": "xz"}
            with source.open("rb") as stream:
                plain = subprocess.run(
                    [packers[data[:2]], "-dc"], stdin=stream, capture_output=True, check=False
                )
            yield from members(plain.stdout, f"{name}!")
        for path in sorted(out.rglob("*")):
            yield str(path.relative_to(out)), str(path.relative_to(out)).encode()
            if path.is_file():
                yield from members(path.read_bytes(), f"{name}/{path.name}")
