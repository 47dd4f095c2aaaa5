"""Text as a mask of pixels: drawn with a font of the system, or with what Pillow brings along."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["drawn"]

_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
    "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
_CHINESE = (
    "NotoSansCJK-Regular.*", "NotoSansSC-*", "SourceHanSans*", "wqy-microhei.*", "wqy-zenhei.*",
    "DroidSansFallback*", "msyh.*", "simsun.*", "simhei.*", "PingFang.*", "STHeiti*", "Hiragino*GB*",
    "NotoSerifCJK-Regular.*", "uming.*", "ukai.*",
)  # fmt: skip
_BLOCKS = frozenset("█■▇")
_LEAST = 6
_FILL = 0.82


def drawn(text: str, width: int, height: int, turn: float = 0.0) -> NDArray[np.uint8]:
    """Return a text fitted into a rectangle and turned by degrees against the clock.

    A character that no font at hand can draw is a star. Blocks are drawn as such.

    >>> drawn("██", 40, 20).shape
    (20, 40)
    """
    from PIL import Image, ImageDraw

    width, height = max(width, _LEAST), max(height, _LEAST)
    mask = Image.new("L", (width, height))
    pen = ImageDraw.Draw(mask)
    if set(text) <= _BLOCKS:
        pen.rectangle((0, round(height * 0.12), width, round(height * 0.88)), fill=255)
    else:
        shown = "".join("█" if c in _BLOCKS else c for c in text.replace("\n", " "))
        font = _fitting(shown, width, height)
        shown = shown if _draws_all(shown) else "".join(c if c.isascii() else "*" for c in shown)
        pen.text((0, height / 2), shown, font=font, fill=255, anchor="lm")
    if abs(turn) > 0.3:
        mask = mask.rotate(turn, resample=Image.Resampling.BICUBIC, expand=True)
    return np.asarray(mask, np.uint8)


def _fitting(text: str, width: int, height: int) -> Any:
    size = height * _FILL
    font = _font(size, wide=not text.isascii())
    length = font.getlength(text)
    return font if length <= width else _font(size * width / length, wide=not text.isascii())


def _draws_all(text: str) -> bool:
    return text.isascii() or _path() is not None


def _font(size: float, *, wide: bool) -> Any:
    from PIL import ImageFont

    path = _path() if wide else None
    size = max(size, 4)
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)


@cache
def _path() -> str | None:
    """Return a font of the system with Chinese characters, the first of the list that is there."""
    held = [Path(folder).expanduser() for folder in _FOLDERS]
    for name in _CHINESE:
        for folder in held:
            found = sorted(folder.rglob(name)) if folder.is_dir() else []
            if found:
                return str(found[0])
    return None
