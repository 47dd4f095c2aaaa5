"""Whether a file holds text at all; what it is if not, and what the user can do about it."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from menshen.errors import UnsupportedFormatError
from menshen.formats.charset import CONTROLS, detect

__all__ = ["refusal", "sample"]

_NULS = 0.005
_CONTROLS = 0.05


class _Kind(NamedTuple):
    offset: int
    magic: bytes
    name: str
    remedy: str


def refusal(head: bytes) -> UnsupportedFormatError | None:
    """Return the error that says why a file that begins with `head` is no text, or None.

    >>> refusal(b"GIF89a")
    UnsupportedFormatError('this is a GIF image: read its text with OCR first')
    """
    reason = _reason(head)
    return UnsupportedFormatError(reason) if reason else None


def sample(head: bytes, size: int = 1 << 16) -> str | None:
    """Return the text that a file begins with, or None when it is not text."""
    return None if _reason(head) else _decoded(head[:size])


@lru_cache(maxsize=2)
def _reason(head: bytes) -> str:
    for kind in _kinds():
        if head.startswith(kind.magic, kind.offset):
            return f"this is a {kind.name}: {kind.remedy}"
    if detect(head).name.startswith(("utf-16", "utf-32")):
        return ""
    held = len(head) - len(head.translate(None, CONTROLS))
    if head.count(0) <= _NULS * len(head) and held <= _CONTROLS * len(head):
        return ""
    return "this is binary data of unknown kind: export it as text first"


@lru_cache(maxsize=2)
def _decoded(head: bytes) -> str:
    charset = detect(head)
    return head[charset.bom :].decode(charset.name, "replace")


@cache
def _kinds() -> tuple[_Kind, ...]:
    lines = Path(__file__).with_name("binary.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple(
        _Kind(int(at), bytes.fromhex(magic), name, remedy) for at, magic, name, remedy in rows
    )
