"""Marks in documents, text and pictures: each copy its own, read back with a bound.

`mark` makes a copy, `read` says what a leak tells of each. The original must be at hand for text and
documents, and need not be for pictures.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

from menshen.errors import UnreadableError, UnsupportedFormatError, UsageError
from menshen.marks.paper.positions import Subkeys, bits, hard, stamp

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Read", "mark", "read"]

Form = Literal["word", "excel", "pdf", "text", "image"]
_FORMS: dict[str, Form] = {
    ".docx": "word",
    ".xlsx": "excel",
    ".pdf": "pdf",
    ".txt": "text",
    ".md": "text",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".bmp": "image",
    ".tif": "image",
    ".tiff": "image",
}
_PIXELS = 100_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """What a leak tells: positions there are and read, the stamp's copy, log2 E of each copy.

    An intact stamp names its copy outright; it is not part of the evidence of the marks. Compare
    `log2_evidence` with log2(n/ε), n being all copies of the document.
    """

    positions: int
    seen: int
    stamped: str
    log2_evidence: dict[str, float] = field(default_factory=dict)


def mark(data: bytes, *, name: str, key: Subkeys, document: str, copy: str) -> bytes:
    """Return the copy of a document for a recipient; `name` tells the format by its ending.

    A picture comes back as PNG. `document` is its id in the ledger. Raises
    `UnsupportedFormatError` for another format, `UnreadableError` for a damaged file.
    """
    form = _form(name)
    if form == "image":
        return _png(_image().mark(_pixels(data), key, document, copy))
    if form == "text":
        from menshen.marks.paper import text

        plain = _text(data)
        places = text.slots(plain)
        return text.written(plain, places, bits(key, document, [copy], len(places))[0]).encode()
    original = _opened(form, data)
    held = bits(key, document, [copy], original.positions)[0]
    marked: bytes = original.marked(held, stamp(key, document, copy))
    return marked


def read(
    leak: bytes,
    original: bytes,
    *,
    leak_name: str,
    name: str,
    key: Subkeys,
    document: str,
    copies: Sequence[str],
) -> Read:
    """Return what a leak tells of each copy of a document.

    A leak of a Word file may be its text alone. Raises `UsageError` where leak and original
    cannot be compared.
    """
    form, theirs = _form(name), _form(leak_name)
    if form == "image" or theirs == "image":
        return _seen(leak, key, document, copies)
    found, stamped = _observed(form, theirs, leak, original)
    known = {stamp(key, document, copy): copy for copy in copies}
    values = hard(found, bits(key, document, copies, len(found)))
    told = dict(zip(copies, values.tolist(), strict=True))
    return Read(len(found), int((found >= 0).sum()), known.get(stamped, ""), told)


def _observed(
    form: Form, theirs: Form, leak: bytes, original: bytes
) -> tuple[npt.NDArray[np.int8], str]:
    if form == "text":
        from menshen.marks.paper import text

        plain = _text(original)
        pasted = _text(leak) if theirs == "text" else _opened(theirs, leak).text
        return text.observe(pasted, plain, text.slots(plain)), ""
    mine = _opened(form, original)
    if theirs == "text" and form == "word":
        return mine.observe_text(_text(leak)), ""
    if theirs != form:
        raise UsageError(f"a leak of the form {theirs} cannot be compared with a {form} file")
    return mine.observe(leak), _opened(form, leak).stamp()


def _seen(leak: bytes, key: Subkeys, document: str, copies: Sequence[str]) -> Read:
    image = _image()
    found = image.observe(_pixels(leak), key)
    if found is None:
        return Read(0, 0, "", dict.fromkeys(copies, 0.0))
    values = image.evidence(found, key, document, copies)
    count = len(found.values)
    return Read(count, count, "", dict(zip(copies, values.tolist(), strict=True)))


def _form(name: str) -> Form:
    form = _FORMS.get(PurePath(name).suffix.lower())
    if form is None:
        raise UnsupportedFormatError(f"{name}: marks go into docx, xlsx, pdf, txt, md and pictures")
    return form


def _opened(form: Form, data: bytes) -> Any:
    if form == "pdf":
        from menshen.marks.paper.pdf import Pdf

        return Pdf(data)
    from menshen.marks.paper.office import Sheets, Word

    return Word(data) if form == "word" else Sheets(data)


def _image() -> Any:
    from menshen.marks.paper import image

    return image


def _text(data: bytes) -> str:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("this is not text in UTF-8 or GB 18030")


def _pixels(data: bytes) -> npt.NDArray[np.uint8]:
    import numpy as np

    try:
        from PIL import Image
    except ImportError:
        raise UsageError(
            "marks in pictures need the extra: pip install menshen[documents]"
        ) from None
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _PIXELS:
                raise UnreadableError("this picture has more than 100 million pixels")
            return np.asarray(picture.convert("L" if picture.mode in {"1", "L"} else "RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise UnreadableError("this is not a picture, or it is damaged") from None


def _png(pixels: npt.NDArray[np.uint8]) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()
