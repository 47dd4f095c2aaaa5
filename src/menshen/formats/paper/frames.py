"""The frames of a picture file as pixels, upright, and the way back into a file of the same kind.

By Pillow. Nothing is decoded of a picture whose size says that it is a bomb.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from menshen.engines.ocr import Pixels
from menshen.errors import UnreadableError, UnsupportedFormatError

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["opened", "pixels", "put_back", "saved"]

_MOST = 89_000_000
"""So many pixels a frame may have: paper of size A0 at 200 dots an inch has 62 million."""
_FRAMES = 2000
_ALL = 2_000_000_000
_KINDS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_DAMAGED = "this picture is damaged or cut off: save it anew"
_HUGE = "this picture has too many pixels to be read: scale it down, or cut it into parts"
_ABSENT = (
    'this is a picture: pip install "menshen[paper]" to read it, or read its text with OCR first'
)
_BROKEN = (OSError, ValueError, SyntaxError, LookupError, TypeError, AttributeError, EOFError,
           MemoryError, OverflowError, ZeroDivisionError, RuntimeError, AssertionError, struct.error,
           zlib.error)  # fmt: skip
_TURNS: dict[int, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    2: (np.fliplr, np.fliplr),
    3: (lambda a: np.rot90(a, 2), lambda a: np.rot90(a, 2)),
    4: (np.flipud, np.flipud),
    5: (lambda a: np.swapaxes(a, 0, 1), lambda a: np.swapaxes(a, 0, 1)),
    6: (lambda a: np.rot90(a, -1), np.rot90),
    7: (lambda a: np.rot90(np.swapaxes(a, 0, 1), 2), lambda a: np.swapaxes(np.rot90(a, 2), 0, 1)),
    8: (np.rot90, lambda a: np.rot90(a, -1)),
}
"""For each orientation that Exif names: what makes the picture upright, and what undoes it."""
ORIENTATION = 0x0112


@contextmanager
def opened(stream: BinaryIO) -> Iterator[Image.Image]:
    """Open a picture; all that goes wrong with it inside is an error that says what helps."""
    try:
        from PIL import Image
    except ImportError:
        raise UnsupportedFormatError(_ABSENT) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Image.init()
        try:
            with Image.open(stream, formats=_KINDS) as image:
                _check(image)
                yield image
        except Image.DecompressionBombError:
            raise UnreadableError(_HUGE) from None
        except UnreadableError:
            raise
        except _BROKEN:
            raise UnreadableError(_DAMAGED) from None


def _check(image: Image.Image) -> None:
    frames = getattr(image, "n_frames", 1)
    size = image.width * image.height
    if size > _MOST or frames > _FRAMES or size * frames > _ALL:
        raise UnreadableError(_HUGE)


def pixels(image: Image.Image) -> Pixels:
    """Return the current frame as red, green and blue, upright, over white where it is clear."""
    held = _plain(image)
    if held.mode == "RGBA":
        from PIL import Image

        white = Image.new("RGBA", held.size, "white")
        held = Image.alpha_composite(white, held)
    seen = np.asarray(held.convert("RGB"))
    turn = _TURNS.get(_orientation(image))
    return np.ascontiguousarray(turn[0](seen) if turn else seen)


def put_back(image: Image.Image, before: Pixels, after: Pixels) -> Image.Image:
    """Return the current frame with those pixels changed that differ between two upright pages."""
    from PIL import Image

    turn = _TURNS.get(_orientation(image))
    back = turn[1] if turn else np.asarray
    changed = np.ascontiguousarray(back((before != after).any(axis=2)))
    fresh = Image.fromarray(np.ascontiguousarray(back(after)))
    held = _plain(image).copy()
    held.paste(fresh.convert(held.mode), mask=Image.fromarray(changed))
    return held


def _orientation(image: Image.Image) -> int:
    return int(image.getexif().get(ORIENTATION, 1) or 1)


def _plain(image: Image.Image) -> Image.Image:
    """Return the current frame in a mode in which pixels can be painted over."""
    if image.mode in {"1", "L", "RGB", "RGBA", "CMYK"}:
        return image
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image).astype(np.float64)
        top = 65535 if values.max(initial=0) > 255 else 255
        from PIL import Image

        return Image.fromarray((values / top * 255).clip(0, 255).astype(np.uint8))
    clear = image.mode in {"LA", "PA"} or "transparency" in image.info
    return image.convert("RGBA" if clear else "RGB")


def saved(image: Image.Image, frames: list[Image.Image], more: Mapping[str, Any]) -> bytes:
    """Return a file of the same kind, quality and colours with other frames.

    `more` is what else is written: `exif`, `pnginfo`, `xmp`, `comment`.
    """
    kind = image.format or "PNG"
    settings: dict[str, Any] = {k: v for k, v in more.items() if v}
    for name in ("icc_profile", "dpi"):
        if image.info.get(name):
            settings[name] = image.info[name]
    kind = "JPEG" if kind == "MPO" else kind
    settings |= _QUALITY[kind](image) if kind in _QUALITY else {}
    if len(frames) > 1 and kind != "JPEG":
        settings |= {"save_all": True, "append_images": frames[1:]}
        for name in ("duration", "loop"):
            if name in image.info and kind != "TIFF":
                settings[name] = image.info[name]
    out = io.BytesIO()
    frames[0].save(out, kind, **settings)
    return out.getvalue()


def _jpeg(image: Any) -> dict[str, Any]:
    from PIL import JpegImagePlugin

    held: dict[str, Any] = {"progressive": bool(image.info.get("progressive"))}
    if getattr(image, "quantization", None):
        held |= {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
    return held


def _tiff(image: Image.Image) -> dict[str, Any]:
    packed = image.info.get("compression", "raw")
    return {"compression": packed if packed in {"tiff_lzw", "group4", "group3", "packbits", "tiff_adobe_deflate", "jpeg"} else None}  # fmt: skip


def _webp(image: Any) -> dict[str, Any]:
    return {"quality": 90, "lossless": _is_lossless(image)}


def _is_lossless(image: Any) -> bool:
    stream = image.fp
    if stream is None:
        return False
    at = stream.tell()
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(at)
    return b"VP8L" in head


_QUALITY: dict[str, Callable[[Any], dict[str, Any]]] = {
    "JPEG": _jpeg,
    "TIFF": _tiff,
    "WEBP": _webp,
}
