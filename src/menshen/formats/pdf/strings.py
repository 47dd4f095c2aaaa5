"""All text that a PDF keeps beside what is drawn on its pages: every string of every object.

Nothing is looked for by name, so nothing hides under a name we have not heard of: contents and
authors of annotations, names and values of fields, titles of outlines, links, scripts, properties,
names of layers, alternative texts, what structure says is read there. Left out are fonts, colours,
dates, keys of signatures and other strings that are bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from menshen.errors import UnreadableError
from menshen.formats.parts.inside import plain_name
from menshen.formats.parts.slots import Passage, Slot
from menshen.formats.parts.tokens import sound
from menshen.formats.parts.walk import Walk
from menshen.formats.parts.words import Vocabulary
from menshen.formats.pdf.opened import Opened
from menshen.model import Box, Node, Place

__all__ = ["STRINGS", "Attachment", "Strings", "said"]

STRINGS = "strings"
"""The part whose slots are strings of objects, by their number."""
_DEEPEST = 64
_TEXT = 8 << 20
_BOMS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))
_BYTES = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LANGUAGE = re.compile("\x1b[^\x1b]*\x1b")
_DATE = re.compile(r"D:[0-9]{4}[0-9Z'+\-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.Z+\-]*")
_APART = frozenset(
    ("/Font", "/FontDescriptor", "/XRef", "/ObjStm", "/Encoding", "/CMap", "/Halftone",
     "/OutputIntent", "/Encrypt")
)  # fmt: skip
_SKIPPED = frozenset(
    ("/ID", "/Lang", "/DA", "/DS", "/CharSet", "/FontFamily", "/Panose", "/Registry", "/Ordering",
     "/CheckSum", "/Cert", "/Lookup", "/OutputIntents", "/ColorSpace", "/CIDSystemInfo", "/IDTree",
     "/Encrypt", "/DR", "/Resources")
)  # fmt: skip
_NOBODY = frozenset(("anonymous", "unspecified", "untitled", "unknown"))
"""What programs write where nobody is named."""
_CODES = (b"begincmap", b"%!PS", b"endstream")
_CALLED = {
    "/Title": "标题", "/Author": "作者", "/Subject": "主题", "/Keywords": "关键词",
    "/Creator": "创建程序", "/Producer": "生成程序", "/URI": "链接", "/Desc": "说明", "/F": "文件",
    "/UF": "文件", "/Alt": "替代文字", "/ActualText": "实际文字", "/JS": "脚本", "/Name": "名称",
    "/Reason": "理由", "/Location": "地点", "/ContactInfo": "联系方式", "/P": "页码", "/Subj": "主题",
    "/Company": "公司", "/Manager": "负责人", "/LastModifiedBy": "最后修改者", "/LastSavedBy": "最后修改者",
    "/Owner": "所有者", "/Contributor": "贡献者", "/Opt": "选项", "/TU": "字段", "/TM": "字段",
}  # fmt: skip


class Attachment(NamedTuple):
    """A file inside: what is said of it, the name it goes by, and its bytes' stream."""

    spec: Any
    name: str
    stream: Any


class _Place(NamedTuple):
    """Where a string is kept."""

    container: Any
    key: Any


def said(raw: bytes) -> str | None:
    r"""Return the text of a string, or None for one that is bytes.

    Programs are to write UTF-16 or an encoding of PDF's own, and many write GBK.

    >>> said("张三".encode("gbk")), said(b"\xfe\xff\x5f\x20"), said(bytes(8))
    ('张三', '张', None)
    """
    for bom, charset in _BOMS:
        if raw.startswith(bom):
            text = raw[len(bom) :].decode(charset, "replace")
            return _LANGUAGE.sub("", text).replace("\0", " ")
    text = raw.decode("ascii") if raw.isascii() else plain_name(raw)
    return None if _BYTES.search(text) else text


class Strings:
    """The strings of an open PDF. `attachments`, `signed` and `streams` are filled by `items`."""

    def __init__(self, opened: Opened, uri: str) -> None:
        import pikepdf

        self._kinds = pikepdf
        self._opened = opened
        self._uri = uri
        self._places: list[_Place] = []
        self._boxes: dict[tuple[int, int], Box] = {}
        self.attachments: list[Attachment] = []
        self.signed: list[Any] = []
        self.images: list[Any] = []
        self.forms: list[Any] = []
        self.texts: dict[str, tuple[Any, bytes, str]] = {}
        """Streams of text by the names of their parts: the stream, its bytes, their charset."""

    def items(
        self, drawn: frozenset[tuple[int, int]], boxes: dict[tuple[int, int], Box]
    ) -> Iterator[Passage]:
        """Yield what is said in objects; `drawn` are streams that say what is drawn."""
        self._boxes = boxes
        pdf = self._opened.pdf
        yield from self._dictionary(pdf.trailer, Node("trailer", "/"), 0, ())
        held: Any = pdf.objects
        with self._opened.guarded():
            drawn |= self._glyphs(held)
        for obj in held:  # numbers among them are plain
            if not isinstance(obj, self._kinds.Object):
                continue
            with self._opened.guarded():
                yield from self._object(obj, drawn)

    def _glyphs(self, objects: Any) -> frozenset[tuple[int, int]]:
        """Return the streams that draw the glyphs of a font: the numbers in them are no text."""
        kinds = self._kinds
        fonts = [o for o in objects if isinstance(o, kinds.Dictionary) and "/CharProcs" in o]
        held = [font["/CharProcs"] for font in fonts]
        streams = [s for one in held if isinstance(one, kinds.Dictionary) for s in one.values()]
        return frozenset(s.objgen for s in streams if isinstance(s, kinds.Stream))

    def where(self, number: int) -> tuple[Any, Any]:
        """Return what holds a string, and under which key."""
        return self._places[number]

    def put(self, number: int, text: str) -> None:
        """Write another text into a string."""
        held = self._places[number]
        held.container[held.key] = self._kinds.String(text)

    def _object(self, obj: Any, drawn: frozenset[tuple[int, int]]) -> Iterator[Passage]:
        place: Place = self._boxes.get(obj.objgen) or Node(f"object {obj.objgen[0]}", "/")
        if isinstance(obj, self._kinds.Stream):
            yield from self._dictionary(obj.stream_dict, place, 0, ())
            if obj.objgen not in drawn:
                yield from self._stream(obj, place)
        elif isinstance(obj, self._kinds.Dictionary):
            yield from self._dictionary(obj, place, 0, ())
        elif isinstance(obj, self._kinds.Array):
            yield from self._array(obj, "", place, 0, ())

    def _dictionary(
        self, held: Any, place: Place, depth: int, labels: tuple[str, ...]
    ) -> Iterator[Passage]:
        kind = str(held.get("/Type", ""))
        if depth > _DEEPEST or kind in _APART:
            return
        signature = "/ByteRange" in held
        if signature:
            self.signed.append(held)
        self._note(held, kind)
        for key, value in held.items():
            if key in _SKIPPED or (signature and key == "/Contents"):
                continue
            yield from self._value(held, key, key, value, place, depth, labels)

    def _note(self, held: Any, kind: str) -> None:
        if "/EF" in held:
            self._attach(held)
        elif kind == "/EmbeddedFile" and isinstance(held, self._kinds.Stream):
            self.attachments.append(Attachment(None, "", held))

    def _attach(self, spec: Any) -> None:
        files = spec.get("/EF")
        names = [spec.get(key) for key in ("/UF", "/F")]
        texts = [said(bytes(n)) for n in names if isinstance(n, self._kinds.String)]
        name = next((text for text in texts if text), "attachment")
        seen = set()
        for stream in files.values() if isinstance(files, self._kinds.Dictionary) else ():
            if isinstance(stream, self._kinds.Stream) and stream.objgen not in seen:
                seen.add(stream.objgen)
                self.attachments.append(Attachment(spec, name, stream))

    def _array(
        self, held: Any, key: str, place: Place, depth: int, labels: tuple[str, ...]
    ) -> Iterator[Passage]:
        if depth > _DEEPEST or (len(held) and _is_colour(held[0], self._kinds)):
            return
        for number, value in enumerate(held):
            yield from self._value(held, number, key, value, place, depth, labels)

    def _value(
        self, held: Any, key: Any, named: str, value: Any, place: Place, depth: int,
        labels: tuple[str, ...],
    ) -> Iterator[Passage]:  # fmt: skip
        kinds = self._kinds
        if isinstance(value, kinds.String):
            yield from self._string(held, key, named, value, place)
        elif isinstance(value, kinds.Dictionary | kinds.Array) and not value.is_indirect:
            inside = _below(place, key)
            if isinstance(value, kinds.Array):
                yield from self._array(value, named, inside, depth + 1, labels)
            else:
                yield from self._dictionary(value, inside, depth + 1, labels)

    def _string(
        self, held: Any, key: Any, named: str, value: Any, place: Place
    ) -> Iterator[Passage]:
        text = said(bytes(value))
        if not text or not text.strip() or _DATE.fullmatch(text) or text.strip("()") in _NOBODY:
            return
        self._places.append(_Place(held, key))
        called = self._called(held, named)
        slot = Slot(STRINGS, len(self._places) - 1, 0, text, str.encode)
        pieces = (f"{called}：", slot) if called else (slot,)
        yield Passage(pieces, _below(place, key), (called,) if called else ())

    def _called(self, held: Any, key: str) -> str:
        """Return the label of a string: that of its field, or of its key."""
        if not isinstance(held, self._kinds.Dictionary):
            return _CALLED.get(key, "")
        if key == "/T":
            field = any(k in held for k in ("/FT", "/Kids", "/Parent", "/V"))
            return "字段" if field else "作者"
        if key in {"/V", "/DV", "/RV"}:
            return self._field(held)
        if key == "/Contents":
            return "批注"
        return _CALLED.get(key, "")

    def _field(self, held: Any) -> str:
        names: list[str] = []
        while held is not None and len(names) < 8:
            for name in ("/TU", "/T"):
                value = held.get(name)
                text = said(bytes(value)) if isinstance(value, self._kinds.String) else None
                if text:
                    if name == "/TU" and not names:
                        return text
                    names.append(text)
            held = held.get("/Parent")
        return names[0] if names else "内容"

    def _stream(self, stream: Any, place: Place) -> Iterator[Passage]:
        """Yield the text of a stream that is text: properties in XML, scripts, rich text."""
        kind, sub = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
        if sub == "/Image":
            self.images.append(stream)
            return
        if kind == "/EmbeddedFile":
            if not any(a.stream.objgen == stream.objgen for a in self.attachments):
                self.attachments.append(Attachment(None, f"object{stream.objgen[0]}", stream))
            return
        if sub == "/Form":
            self.forms.append(stream)
            return
        if kind in _APART or any(key in stream for key in _MACHINES):
            return
        data = self._opened.bytes_of(stream, _TEXT)
        if any(code in data for code in _CODES) or not data.strip():
            return
        yield from self._text(stream, data, f"stream {stream.objgen[0]}", place)

    def _text(self, stream: Any, data: bytes, part: str, place: Place) -> Iterator[Passage]:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
            try:
                held = sound(data, "PDF")
                walked = list(Walk(part, held, _XML).items())
            except UnreadableError:
                pass
            else:
                self.texts[part] = (stream, held, "")
                yield from (p for p in walked if isinstance(p, Passage))
                return
        text = said(data)
        if text is not None and len(text) > 1:
            charset = next((name for bom, name in _BOMS if data.startswith(bom)), "")
            self.texts[part] = (stream, data, charset)
            encode = _encoder(charset)
            yield Passage((Slot(part, 0, len(data), text, encode),), place)


_XML = Vocabulary(told=frozenset(("pdf:Author", "pdf:Title", "pdf:Subject", "pdf:Keywords")))
_COLOURS = frozenset(("/Indexed", "/I", "/ICCBased", "/Separation", "/DeviceN", "/Lab", "/CalRGB"))
_MACHINES = (
    "/PatternType", "/FunctionType", "/ShadingType", "/Length1", "/Length2", "/BBox", "/N",
    "/HalftoneType", "/Alternate", "/CMapName",
)  # fmt: skip


def _is_colour(first: Any, kinds: Any) -> bool:
    return isinstance(first, kinds.Name) and str(first) in _COLOURS


def _encoder(charset: str) -> Callable[[str], bytes]:
    bom = next((bom for bom, name in _BOMS if name == charset), b"")
    return lambda text: bom + text.encode(charset or "utf-8")


def _below(place: Place, key: Any) -> Place:
    if isinstance(place, Node):
        return Node(place.part, f"{place.path.rstrip('/')}/{str(key).lstrip('/')}")
    return place
