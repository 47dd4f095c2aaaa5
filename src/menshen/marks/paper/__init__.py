"""Marks in documents, text and pictures: each copy its own, read back with a bound.

`mark` makes a copy; `observed` reads what a leak shows at the original's places, whoever holds them, and
`weighed` says what that tells of each copy; `read` does both. The original must be at hand for text
and documents, and need not be for pictures.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

from menshen.errors import UnreadableError, UnsupportedFormatError, UsageError
from menshen.marks.paper.positions import ERASED, Subkeys, bits, hard, soft, stamp

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "Form",
    "Observation",
    "Read",
    "form_of",
    "mark",
    "merged",
    "observed",
    "observed_text",
    "places",
    "read",
    "weighed",
]

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


@dataclass(frozen=True, slots=True)
class Observation:
    """What a leak shows at the places of the original, before any copy is looked at.

    `values` are bits (0, 1, or `ERASED`), or real numbers where `pictured`; `stamp` is what stands in the
    file's properties. `foreign` says that no stretch of the original's text stands in the leak.
    """

    values: npt.NDArray[Any]
    stamp: str = ""
    pictured: bool = False
    foreign: bool = False

    @property
    def seen(self) -> int:
        """Return how many places were read."""
        return len(self.values) if self.pictured else int((self.values >= 0).sum())


def mark(data: bytes, *, name: str, key: Subkeys, document: str, copy: str) -> bytes:
    """Return the copy of a document for a recipient; `name` tells the format by its ending.

    A picture comes back as PNG. `document` is its id in the ledger. Raises
    `UnsupportedFormatError` for another format, `UnreadableError` for a damaged file.
    """
    form = form_of(name)
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


def places(data: bytes, *, name: str, key: Subkeys) -> int:
    """Return how many places a document has that can carry a mark: a bit each, in a whole copy."""
    form = form_of(name)
    if form == "image":
        _pixels(data)
        return int(_image().places(key))
    if form == "text":
        from menshen.marks.paper import text

        return len(text.slots(_text(data)))
    count: int = _opened(form, data).positions
    return count


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
    found = observed(leak, original, leak_name=leak_name, name=name, key=key)
    values = weighed(found, key, document, copies)
    known = {stamp(key, document, copy): copy for copy in copies}
    told = dict(zip(copies, values.tolist(), strict=True))
    return Read(len(found.values), found.seen, known.get(found.stamp, ""), told)


def observed(
    leak: bytes, original: bytes, *, leak_name: str, name: str, key: Subkeys
) -> Observation:
    """Return what a leak shows at the places of the original. No copy's bits are used.

    Raises `UsageError` where leak and original cannot be compared.
    """
    form, theirs = form_of(name), form_of(leak_name)
    if form == "image" or theirs == "image":
        return _pictured(leak, key)
    if form == "text" and theirs in {"text", "word"}:
        pasted = _text(leak) if theirs == "text" else _opened(theirs, leak).text
        return observed_text(pasted, original, name=name)
    if theirs == "text" and form == "word":
        return observed_text(_text(leak), original, name=name)
    if theirs != form:
        raise UsageError(f"a leak of the form {theirs} cannot be compared with a {form} file")
    return Observation(_opened(form, original).observe(leak), _opened(form, leak).stamp())


def observed_text(leak: str, original: bytes, *, name: str) -> Observation:
    """Return what text of a leak, from whatever file, shows of a text or a Word file.

    Raises `UsageError` for an original of another form: its text carries no marks.
    """
    from menshen.marks.paper import text

    form = form_of(name)
    if form == "text":
        plain = _text(original)
        values = text.observe(leak, plain, text.slots(plain))
    elif form == "word":
        opened = _opened(form, original)
        plain, values = opened.text, opened.observe_text(leak)
    else:
        raise UsageError(
            f"{name}: the text of a {form} file carries no marks, the file itself does"
        )
    nothing = not (values >= 0).any()
    return Observation(values, foreign=nothing and not text.shared(leak, plain))


def merged(found: Sequence[Observation]) -> Observation:
    """Return several leaks of one document as one: a place counts once, and not where they differ.

    Pictures are averaged. The rule looks at what was read alone, as the bound demands. Raises
    `UsageError` for none.
    """
    import numpy as np

    if not found:
        raise UsageError("there is nothing to merge")
    if found[0].pictured:
        return Observation(np.mean([one.values for one in found], axis=0), "", pictured=True)
    values = found[0].values.copy()
    torn = np.zeros(len(values), dtype=bool)
    for one in found[1:]:
        new = one.values >= 0
        torn |= new & (values >= 0) & (values != one.values)
        values = np.where(new, one.values, values)
    values[torn] = ERASED
    return Observation(values)


def weighed(
    found: Observation, key: Subkeys, document: str, copies: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Return log2 of the e-value of the marks for each copy; stamps are not part of it."""
    import numpy as np

    if not found.seen:
        return np.zeros(len(copies))
    held = bits(key, document, copies, len(found.values))
    return soft(found.values, held) if found.pictured else hard(found.values, held)


def _pictured(leak: bytes, key: Subkeys) -> Observation:
    import numpy as np

    found = _image().observe(_pixels(leak), key)
    return Observation(np.zeros(0) if found is None else found.values, pictured=True)


def form_of(name: str) -> Form:
    """Return the form of a file by the ending of its name; raises `UnsupportedFormatError`."""
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
