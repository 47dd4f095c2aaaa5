"""Marks in PDF files: each piece of text is raised or lowered by a sixteenth of a point.

A position is a text-showing operator of a page; its mark is the text rise (ISO 32000-1, 9.3.7) set
in front of it. It survives copying and most rearranging of pages; it dies when the file is printed
anew or turned into pictures, where the image mark is the one to use, and when text is pasted.
Text in form XObjects is not marked.
"""

from __future__ import annotations

import io
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from menshen.errors import EncryptedError, UnreadableError, UsageError
from menshen.marks.paper.positions import ERASED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from menshen.marks.paper.positions import Bits

__all__ = ["Pdf"]

_RISE = 0.0625
_SHOW = frozenset(("Tj", "TJ", "'", '"'))
_STAMP = "/MenshenCopy"


class _Shown(NamedTuple):
    """A text-showing operator: page, place in its stream, what it shows, the rise in force."""

    page: int
    place: int
    told: bytes
    rise: float


class Pdf:
    """A PDF file: one position for each text-showing operator that shows something."""

    def __init__(self, raw: bytes) -> None:
        library = _pikepdf()
        try:
            self._file = library.open(io.BytesIO(raw))
            self._streams = [list(library.parse_content_stream(page)) for page in self._file.pages]
        except library.PasswordError:
            raise EncryptedError("this PDF has a password; remove it first") from None
        except (library.PdfError, ValueError, RuntimeError, OSError):
            raise UnreadableError("this is not a PDF file, or it is damaged") from None
        self._shown = [one for page in range(len(self._streams)) for one in self._of(page)]

    @property
    def positions(self) -> int:
        """Return how many positions the file has."""
        return len(self._shown)

    def marked(self, held: Bits, stamp: str) -> bytes:
        """Return the file marked with the bits of a copy. The object is used up."""
        library = _pikepdf()
        added: list[dict[int, float]] = [{} for _ in self._streams]
        for one, bit in zip(self._shown, held, strict=True):
            added[one.page][one.place] = one.rise + (_RISE if bit else -_RISE)
        for page, stream, rises in zip(self._file.pages, self._streams, added, strict=True):
            made: list[Any] = []
            for place, instruction in enumerate(stream):
                if place in rises:
                    rise = Decimal(str(rises[place]))
                    made.append(library.ContentStreamInstruction([rise], library.Operator("Ts")))
                made.append(instruction)
            page.Contents = self._file.make_stream(library.unparse_content_stream(made))
        self._file.docinfo[_STAMP] = stamp
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()

    def observe(self, leak: bytes) -> npt.NDArray[np.int8]:
        """Return the bits read of a PDF file, whatever the order of its pages."""
        import numpy as np

        other = Pdf(leak)
        count = Counter(one.told for one in other._shown)
        mine = Counter(one.told for one in self._shown)
        unique = {one.told: one.rise for one in other._shown if count[one.told] == 1}
        placed = {(one.page, n): one for one, n in _ordinals(other._shown)}
        found = np.full(len(self._shown), ERASED, dtype=np.int8)
        for at, (one, n) in enumerate(_ordinals(self._shown)):
            there = placed.get((one.page, n))
            if there is not None and there.told == one.told:
                found[at] = _bit(there.rise - one.rise)
            elif mine[one.told] == 1 and one.told in unique:
                found[at] = _bit(unique[one.told] - one.rise)
        return found

    def stamp(self) -> str:
        """Return the stamp in the file's properties."""
        return str(self._file.docinfo.get(_STAMP, ""))

    def _of(self, page: int) -> Iterator[_Shown]:
        rise = 0.0
        for place, instruction in enumerate(self._streams[page]):
            name = str(instruction.operator)
            if name == "Ts" and instruction.operands:
                rise = float(instruction.operands[0])
            elif name in _SHOW:
                told = b"".join(_strings(list(instruction.operands)))
                if len(told) > 1:
                    yield _Shown(page, place, told, rise)


def _strings(operands: list[Any]) -> Iterator[bytes]:
    """Yield the strings that an operator shows."""
    library = _pikepdf()
    for operand in operands:
        if isinstance(operand, library.String):
            yield bytes(operand)
        elif isinstance(operand, library.Array):
            yield from _strings(list(operand))


def _ordinals(shown: list[_Shown]) -> Iterator[tuple[_Shown, int]]:
    """Yield each with its number on its page."""
    seen: Counter[int] = Counter()
    for one in shown:
        yield one, seen[one.page]
        seen[one.page] += 1


def _bit(rise: float) -> int:
    return int(rise > 0) if abs(abs(rise) - _RISE) < _RISE / 2 else ERASED


def _pikepdf() -> Any:
    try:
        import pikepdf
    except ImportError:
        raise UsageError(
            "marks in PDF files need the extra: pip install menshen[documents]"
        ) from None
    return pikepdf
