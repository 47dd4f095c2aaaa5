"""Blocking out: every visible character becomes a full block, U+2588; length and line ends stay."""

from __future__ import annotations

from menshen.model import Finding
from menshen.transforms import Setting

__all__ = ["TRANSFORM", "Block"]

_BLOCK = "\u2588"


class Block:
    """Paints the value over."""

    id = "block"

    def apply(self, finding: Finding, setting: Setting) -> str:  # noqa: ARG002
        """Return blocks in the value's length; line breaks stay, so that no line moves."""
        return "".join(c if c in "\r\n" else _BLOCK for c in finding.value)


TRANSFORM = Block()
