"""What a picture file says beside its pixels: Exif, GPS, PNG texts, comments, XMP, IPTC.

When a picture is written anew, only what is named here and holds nothing that was taken out comes
along: thumbnails, makers' notes and blocks of programs stay behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from menshen.formats.parts.inside import plain_name
from menshen.formats.parts.words import label

__all__ = ["Note", "kept", "notes"]

_EXIF, _GPS = 0x8769, 0x8825
_CALLED = {
    0x010E: "说明", 0x010F: "相机", 0x0110: "相机型号", 0x0131: "软件", 0x0132: "时间", 0x013B: "作者",
    0x013C: "设备", 0x8298: "版权", 0x9003: "拍摄时间", 0x9004: "数字化时间", 0x9286: "备注", 0x9C9B: "标题",
    0x9C9C: "备注", 0x9C9D: "作者", 0x9C9E: "关键词", 0x9C9F: "主题", 0xA430: "机主", 0xA431: "机身序列号",
    0xA435: "镜头序列号", 0xA420: "图像编号", 0x010D: "文档名", 0x011D: "页名", 0x8649: "程序数据",
}  # fmt: skip
_IPTC = {(2, 80): "作者", (2, 85): "职务", (2, 90): "城市", (2, 92): "地点", (2, 95): "省份", (2, 105): "标题",
         (2, 110): "来源", (2, 116): "版权", (2, 118): "联系方式", (2, 120): "说明", (2, 122): "撰稿人",
         (2, 25): "关键词", (2, 5): "对象名"}  # fmt: skip
_WIDE = range(0x9C9B, 0x9CA0)
"""Title, comment, author, keywords and subject, as Windows writes them."""
_PNG = {"Author": "作者", "Artist": "作者", "Creator": "创建者", "Copyright": "版权", "Software": "软件",
        "Title": "标题", "Description": "说明", "comment": "备注", "Comment": "备注", "Source": "来源"}  # fmt: skip
"""Keywords of PNG texts (PNG 1.2, 4.2.3) and those that programs add."""
_LEFT = frozenset((0x927C, 0x0201, 0x0202, 0x014A, 0x02BC, 0x83BB, 0x8649))
"""Makers' notes, thumbnails, and blocks of their own kind: never written anew."""
_SAID = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]{2,}")
_TAG = re.compile(r"<[^<>]*>")
_QUOTED = re.compile(r"([\w:]+)=(?:\"([^\"<>]+)\"|'([^'<>]+)')")
_MOST = 1 << 20


class Note(NamedTuple):
    """Something that a file says beside its pixels: where, under what name, and what."""

    where: str
    name: str
    text: str

    def __repr__(self) -> str:
        return f"Note({self.where!r})"


def notes(image: Any) -> Iterator[Note]:
    """Yield what a picture says beside its pixels."""
    exif = image.getexif()
    for tags, where in ((exif, "exif"), (exif.get_ifd(_EXIF), "exif/camera")):
        for tag, value in dict(tags).items():
            if tag not in _LEFT and tag not in {_EXIF, _GPS} and (text := _said(tag, value)):
                yield Note(f"{where}/{tag:#06x}", _CALLED.get(tag, "信息"), text)
    yield from _position(exif.get_ifd(_GPS))
    for name, value in image.info.items():
        if name not in _NO_TEXT and isinstance(value, str | bytes) and (text := _text(value)):
            yield Note(f"info/{name}", _PNG.get(name, str(name)), text)
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if xmp:
        yield from _xmp(_text(xmp))
    yield from _iptc(image)


_NO_TEXT = frozenset(
    ("icc_profile", "exif", "xmp", "XML:com.adobe.xmp", "photoshop", "mp", "transparency", "version",
     "background", "extension", "compression", "interlace", "Raw profile type exif")
)  # fmt: skip


def _said(tag: int, value: Any) -> str:
    """Return the words of an Exif tag; those of Windows are in UTF-16, whatever they look like."""
    if tag in _WIDE and isinstance(value, bytes):
        return _printable(value[:_MOST].decode("utf-16-le", "replace"))
    return _text(value)


def _text(value: Any) -> str:
    """Return the words of a value, an empty string for numbers."""
    if isinstance(value, bytes):
        raw = value[:_MOST]
        for head, charset in ((b"UNICODE\0", "utf-16"), (b"ASCII\0\0\0", "utf-8")):
            if raw.startswith(head):
                return _printable(raw[8:].decode(charset, "replace"))
        wide = len(raw) > 3 and raw.count(0) * 3 > len(raw) and len(raw) % 2 == 0
        return _printable(raw.decode("utf-16-le", "replace") if wide else plain_name(raw))
    if isinstance(value, str):
        try:
            # Pillow reads Exif as Latin-1; what cameras and phones in China write is not.
            return _printable(plain_name(value.encode("latin-1")))
        except UnicodeEncodeError:
            return _printable(value)
    if isinstance(value, tuple):
        return " ".join(filter(None, (_text(v) for v in value if isinstance(v, str))))
    return ""


def _printable(text: str) -> str:
    return "\n".join(_SAID.findall(text[:_MOST])).strip()


def _position(gps: Mapping[int, Any]) -> Iterator[Note]:
    """Yield where a picture was taken."""
    try:
        latitude, longitude = (_degrees(gps, tag) for tag in (1, 3))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return
    yield Note("gps/position", "拍摄位置经纬度", f"{latitude:.6f},{longitude:.6f}")


def _degrees(gps: Mapping[int, Any], tag: int) -> float:
    degrees, minutes, seconds = (float(part) for part in gps[tag + 1])
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(gps[tag]).strip("\0 ").upper() in {"S", "W"} else value


def _xmp(text: str) -> Iterator[Note]:
    for number, found in enumerate(_QUOTED.finditer(text)):
        if not found[1].startswith(("xmlns", "rdf:about", "x:xmptk")):
            called = label(f"@{found[1]}")
            yield Note(
                f"xmp/@{number}", called.rpartition(":")[2].lstrip("@"), found[2] or found[3]
            )
    called = "XMP"
    for number, (tag, said) in enumerate(
        zip(["", *_TAG.findall(text)], _TAG.split(text), strict=True)
    ):
        called = _property(tag, called)
        if len(said.strip()) > 1 and "<?" not in said:
            yield Note(f"xmp/{number}", called, said.strip())


def _property(tag: str, before: str) -> str:
    """Return what the text behind a tag is called: after its property, past the lists within it."""
    name = tag.strip("<>/ ").split(" ")[0].split("\n")[0]
    if not name or name.startswith("rdf:"):
        return before
    called = label(name)
    return "XMP" if tag.startswith("</") or called == name else called


def _iptc(image: Any) -> Iterator[Note]:
    from PIL import IptcImagePlugin

    told = IptcImagePlugin.getiptcinfo(image)
    for key, value in told.items() if told is not None else ():
        for one in value if isinstance(value, list) else [value]:
            if key in _IPTC and (text := _text(one)):
                yield Note(f"iptc/{key[0]}:{key[1]}", _IPTC[key], text)


def kept(image: Any, changed: Mapping[str, str]) -> dict[str, Any]:
    """Return what is written anew beside the pixels, as settings of Pillow.

    `changed` are the new texts of notes by where they are. Of a note in XMP or IPTC all of that
    stays behind; a changed position goes.
    """
    held: dict[str, Any] = {"exif": _exif(image, changed)}
    texts = {n: v for n, v in image.info.items() if n not in _NO_TEXT and isinstance(v, str)}
    if image.format == "PNG" and texts:
        held["pnginfo"] = _png(texts, changed)
    comment = image.info.get("comment")
    if isinstance(comment, bytes):
        said = changed.get("info/comment")
        held["comment"] = said.encode() if said is not None else comment
    if not any(where.startswith("xmp/") for where in changed) and image.format in {"JPEG", "WEBP"}:
        held["xmp"] = image.info.get("xmp")
    return held


def _png(texts: Mapping[str, str], changed: Mapping[str, str]) -> Any:
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_itxt(name, changed.get(f"info/{name}", text))
    return info


def _exif(image: Any, changed: Mapping[str, str]) -> Any:
    """Return the Exif data with the notes changed, without thumbnail and makers' notes."""
    from PIL import Image

    old, fresh = image.getexif(), Image.Exif()
    for tag, value in dict(old).items():
        if tag not in _LEFT | {_EXIF, _GPS} and (
            image.format != "TIFF" or tag in _CALLED or tag == 0x0112
        ):
            fresh[tag] = _encoded(value, changed.get(f"exif/{tag:#06x}"))
    camera = {
        tag: _encoded(value, changed.get(f"exif/camera/{tag:#06x}"))
        for tag, value in old.get_ifd(_EXIF).items()
        if tag not in _LEFT
    }
    if camera:
        fresh.get_ifd(_EXIF).update(camera)
    gps = old.get_ifd(_GPS)
    if gps and not any(where.startswith("gps/") for where in changed):
        fresh.get_ifd(_GPS).update(gps)
    return fresh if len(fresh) or camera or gps else None


def _encoded(value: Any, text: str | None) -> Any:
    """Return a value as it is written; Pillow reads texts as Latin-1 and would write ASCII."""
    if text is None:
        return value.encode("latin-1", "replace") if isinstance(value, str) else value
    return text.encode("utf-16-le") + b"\0\0" if isinstance(value, bytes) else text.encode()
