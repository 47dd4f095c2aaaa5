"""An open PDF: pikepdf for its objects, pdfium for what is drawn on its pages, both within bounds.

A file is looked at before anything of it is unpacked to memory as a whole: streams that would
unpack to too much, filters that multiply, and files of too many objects or pages are refused.
Where pdfium cannot find its way in a file that pikepdf has mended, it is given the mended one.
"""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from menshen.errors import EncryptedError, UnreadableError, UnsupportedFormatError
from menshen.formats.quiet import quiet
from menshen.model import Document

if TYPE_CHECKING:
    import pikepdf

__all__ = ["DAMAGED", "MASK", "Opened", "libraries", "versions"]

_MOST = 512 << 20
_OBJECTS = 2_000_000
_PAGES = 100_000
_STREAM = 256 << 20
"""No stream is unpacked to more bytes."""
_SMALL = 1 << 16
_RATIO = 1032
"""Deflate packs no tighter; so a small stream with one filter needs no look."""
_TAIL = 2048
_VERSIONS = 8
_EOF = re.compile(rb"%%EOF\r?\n?")
_REMEDY = "open it in its program and print or export it to a new PDF"
DAMAGED = f"this PDF is damaged: {_REMEDY}"
_CUT = f"this PDF is cut off before its end: fetch it anew, or {_REMEDY}"
_LOCKED = "this PDF has a password: open it in its program and save it without one"
_BOMB = f"a stream of this PDF unpacks to more than {_STREAM >> 20} MB: {_REMEDY}"
MASK = (b"/ActualText", b"/MenshenText")
"""A mark that speaks for drawn text hides it from pdfium; under another name it does not."""


def libraries() -> Any:
    """Return pikepdf. Raises `UnsupportedFormatError` where a library is not installed."""
    try:
        import pikepdf
        import pypdfium2  # noqa: F401
    except ImportError:
        raise UnsupportedFormatError(
            "this is a PDF document: pip install 'menshen[documents]' reads it"
        ) from None
    return pikepdf


class Opened:
    """An open PDF. Raises `UnreadableError` for one that is damaged or too large.

    `cut` says that the end is missing; then what was read of it is not all.
    """

    def __init__(self, document: Document) -> None:
        self._pikepdf = libraries()
        self.data = _data(document)
        self.cut = b"%%EOF" not in self.data[-_TAIL:]
        with quiet(), self.guarded():
            self.pdf: pikepdf.Pdf = self._pikepdf.open(
                io.BytesIO(self.data), suppress_warnings=True, attempt_recovery=True
            )
        self._drawn: Any = None
        self.mended = bool(self._warned())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _a: type[BaseException] | None, _b: BaseException | None, _c: TracebackType | None
    ) -> None:
        if self._drawn is not None:
            self._drawn.close()
        self.pdf.close()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn whatever a damaged file causes into an `UnreadableError`; its oddities warn nobody."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", self._pikepdf.PikepdfWarning)
                yield
        except self._pikepdf.PasswordError:
            raise EncryptedError(_LOCKED) from None
        except (MemoryError, RecursionError):
            raise UnreadableError(f"this PDF is too large or too deep: {_REMEDY}") from None
        except (
            self._pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError,
            RuntimeError, NotImplementedError, OverflowError, zlib.error, OSError,
        ):  # fmt: skip
            raise UnreadableError(_CUT if self.cut else DAMAGED) from None

    def _warned(self) -> list[str]:
        try:
            return list(self.pdf.get_warnings())
        except UnicodeDecodeError:
            return ["warned"]

    def check(self) -> None:
        """Raise `UnreadableError` where there is no page, or more of anything than can be."""
        with self.guarded():
            pages, objects = len(self.pdf.pages), len(self.pdf.objects)
        if objects > _OBJECTS or pages > _PAGES:
            raise UnreadableError(
                f"this PDF holds {objects} objects and {pages} pages, more than {_OBJECTS} and "
                f"{_PAGES}: divide it"
            )
        if not pages:
            raise UnreadableError(_CUT if self.cut else DAMAGED)

    def finish(self) -> None:
        """Raise `UnreadableError` where a part of the file is missing, once the rest was read."""
        if self.cut:
            raise UnreadableError(_CUT)

    def bytes_of(self, stream: Any, most: int = _STREAM) -> bytes:
        """Return the bytes of a stream; one that unpacks to more than `most` is refused."""
        with self.guarded():
            filters = _filters(stream)
            raw = len(stream.read_raw_bytes()) if filters else 0
            if filters and (len(filters) > 1 or raw > min(_SMALL, most // _RATIO)):
                _measured(bytes(stream.read_raw_bytes()), filters, most)
            with quiet():
                return bytes(stream.read_bytes())

    def raw_of(self, stream: Any) -> bytes:
        """Return the bytes of a stream as they are packed."""
        with self.guarded():
            return bytes(stream.read_raw_bytes())

    def drawn(self, *, anew: bool) -> Any:
        """Return the document as pdfium has it; `anew` where pikepdf has changed it."""
        import pypdfium2

        if self._drawn is None and not anew and not self.mended:
            with quiet():
                try:
                    self._drawn = pypdfium2.PdfDocument(self.data)
                    if len(self._drawn) != len(self.pdf.pages):
                        self._drawn.close()
                        self._drawn = None
                except pypdfium2.PdfiumError:
                    self._drawn = None
        if self._drawn is None:
            held = io.BytesIO()
            with quiet(), self.guarded():
                self.pdf.save(held, encryption=False)
                self._drawn = pypdfium2.PdfDocument(held.getvalue())
        return self._drawn


def _data(document: Document) -> bytes:
    with document.open() as stream:
        data = stream.read(_MOST + 1)
    if len(data) > _MOST:
        raise UnreadableError(f"this PDF is larger than {_MOST >> 20} MB: divide it")
    return data


def versions(data: bytes) -> list[bytes]:
    """Return the earlier versions that a file keeps of itself, the oldest first.

    A program that saves in haste writes what is new behind what is old.
    """
    ends = [match.end() for match in _EOF.finditer(data)]
    if b"/Linearized" in data[:1024]:
        ends = ends[1:]
    held = [end for end in ends[:-1] if end < len(data) - 16]
    return [data[:end] for end in held[-_VERSIONS:]]


def _filters(stream: Any) -> list[str]:
    held = stream.get("/Filter")
    if held is None:
        return []
    try:
        return [str(held)] if not isinstance(held, list) and str(held)[:1] == "/" else [
            str(name) for name in held
        ]  # fmt: skip
    except (TypeError, ValueError):
        return ["/?"]


def _measured(raw: bytes, filters: list[str], most: int) -> None:
    """Raise `UnreadableError` where filters of text unpack to too much."""
    for name in filters:
        if name in {"/FlateDecode", "/Fl"}:
            unpacked = zlib.decompressobj()
            try:
                raw = unpacked.decompress(raw, most + 1)
            except zlib.error:
                return  # what is damaged is mended, or refused, by the library
        elif name in {"/RunLengthDecode", "/RL", "/LZWDecode", "/LZW"}:
            # At best 64 and 2730 times the size.
            if len(raw) * (64 if "R" in name[:2] else 2730) > most:
                raise UnreadableError(_BOMB)
            return
        elif name not in {"/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85"}:
            return
        if len(raw) > most:
            raise UnreadableError(_BOMB)
