"""Bytes in, text out, a chunk at a time, and not a byte lost.

ASCII passes until the first other byte; the charset is then decided by the 64 KB that follow, or
by 256 KB when they hold next to nothing but ASCII. A byte that does not fit becomes U+DC00 plus
its value (U+DC80 to U+DCFF, as `surrogateescape` has it) and is counted.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from menshen.formats.charset import Charset, detect
from menshen.model import Document, Remark

__all__ = ["KEEP", "TextStream", "known"]

KEEP = "menshen.keep"
"""The name of the error handler that keeps wrong bytes."""

_CHUNK = 1 << 18
_SAMPLE = 1 << 16
_SCANT = 16
_SINGLE = {"ascii", "iso8859-1", "cp1252", "iso8859-15"}
_NO_CHARSETS = frozenset(
    ("undefined", "idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape",
     "raw-unicode-escape", "mbcs", "oem")
)  # fmt: skip
_FOREIGN = re.compile(rb"[\x80-\xff]")
_KEPT = re.compile("[\ud800-\udfff]")


def _keep(error: UnicodeError) -> tuple[str, int]:
    """Turn wrong bytes into lone surrogates: one byte of a pair, all bytes of a UTF-16 unit."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wide = error.encoding.startswith(("utf-16", "utf-32", "utf16", "utf32"))
    end = error.end if wide else error.start + 1
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : end]), end


codecs.register_error(KEEP, _keep)


def known(name: str) -> str:
    """Return the codec of a charset by the name that documents declare; none for UTF-16.

    Codecs that Python has for other ends (`undefined`, `idna`, `unicode_escape`) are no charsets.

    >>> known("GB2312"), known("no such"), known("Big5"), known("idna")
    ('gb18030', '', 'cp950', '')
    """
    try:
        codec = codecs.lookup(name.strip().lower()).name if name.isascii() and name else ""
    except (LookupError, ValueError):
        return ""
    family = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950"}
    text = codec and getattr(codecs.lookup(codec), "_is_text_encoding", True)
    if not text or codec in _NO_CHARSETS or codec.startswith(("utf-16", "utf-32")):
        return ""
    return family.get(codec, codec)


class TextStream:
    """The text of a document, chunk by chunk; afterwards `remarks` tells what did not fit.

    `declares` finds in the first bytes how a document names its own charset (group 1). That is
    believed when the sample fits, but for Latin charsets, which every byte would fit.
    """

    def __init__(
        self, document: Document, *, chunk: int = _CHUNK, declares: re.Pattern[bytes] | None = None
    ) -> None:
        self.charset = Charset("ascii", evidence="ascii")
        self._declares = declares
        self._declared = ""
        self._document = document
        self._chunk = chunk
        self._decoder: codecs.IncrementalDecoder | None = None
        self._lenient = False
        self._fed = 0
        self._wrong = 0
        self._first = 0

    def __iter__(self) -> Iterator[str]:
        with self._document.open() as stream:
            head = stream.read(max(self._chunk, _SAMPLE))
            rest = self._begin(head)
            while rest:
                yield from self._texts(rest, stream)
                rest = stream.read(self._chunk)
            if self._decoder is not None:
                yield self._decode(b"", final=True)

    @property
    def taken(self) -> int:
        """Return how many bytes of the document the text handed out so far was made of."""
        return self._fed - (len(self._decoder.getstate()[0]) if self._decoder is not None else 0)

    def remarks(self) -> Iterator[Remark]:
        """Yield remarks when the charset is not the declared one, or bytes did not fit it."""
        if self._declared and self.charset.name not in {self._declared, "ascii"}:
            note = f"declared to be {self._declared}, read as {self.charset.name}"
            yield Remark(self._document.uri, "wrong_charset", note)
        if self._wrong:
            plural = "byte does" if self._wrong == 1 else "bytes do"
            note = f"{self._wrong} {plural} not fit {self.charset.name}, the first at byte {self._first}"
            yield Remark(self._document.uri, "wrong_bytes", note)

    def _begin(self, head: bytes) -> bytes:
        """Decide by the document's first bytes if they tell; return them without the mark."""
        charset = detect(head[:_SAMPLE])
        found = self._declares.search(head[:4096]) if self._declares is not None else None
        self._declared = known(found[1].decode("ascii", "ignore")) if found is not None else ""
        if charset.evidence == "bom" or charset.name.startswith("utf-16"):
            self._choose(charset)
        self._fed = charset.bom
        return head[charset.bom :]

    def _choose(self, charset: Charset) -> None:
        self.charset = charset
        self._decoder = codecs.getincrementaldecoder(charset.name)()

    def _texts(self, data: bytes, stream: BinaryIO) -> Iterator[str]:
        if self._decoder is None:
            found = _FOREIGN.search(data)
            if found is None:
                self._fed += len(data)
                yield data.decode("ascii")
                return
            at = found.start()
            self._fed += at
            yield data[:at].decode("ascii")
            data = self._with_sample(data[at:], stream)
        yield self._decode(data)

    def _with_sample(self, data: bytes, stream: BinaryIO) -> bytes:
        """Decide the charset by `data`, which begins with the first byte that is not ASCII."""
        data += stream.read(max(0, _SAMPLE - len(data)))
        size = _SAMPLE
        if len(_FOREIGN.findall(data[:size])) < _SCANT:
            size *= 4
            data += stream.read(max(0, size - len(data)))
        self._choose(self._believed(data[:size]) or detect(data[:size], start=False))
        return data

    def _believed(self, sample: bytes) -> Charset | None:
        if not self._declared or self._declared in _SINGLE:
            return None
        try:
            codecs.getincrementaldecoder(self._declared)().decode(sample)
        except UnicodeDecodeError:
            return None
        return Charset(self._declared, evidence="declared")

    def _decode(self, data: bytes, *, final: bool = False) -> str:
        """Decode strictly; from the first wrong byte on, keep and count wrong bytes."""
        decoder = self._decoder
        assert decoder is not None
        if self._lenient:
            text = decoder.decode(data, final)
        else:
            state = decoder.getstate()
            try:
                text = decoder.decode(data, final)
            except UnicodeDecodeError as error:
                self._first = self._fed - len(state[0]) + error.start
                text = self._forgive(state).decode(data, final)
        if self._lenient:
            self._wrong += len(_KEPT.findall(text))
        self._fed += len(data)
        return text

    def _forgive(self, state: tuple[bytes, int]) -> codecs.IncrementalDecoder:
        handler = "surrogateescape" if self.charset.name == "utf-8" else KEEP
        decoder = codecs.getincrementaldecoder(self.charset.name)(handler)
        decoder.setstate(state)
        self._decoder = decoder
        self._lenient = True
        return decoder
