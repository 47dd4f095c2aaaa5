"""A walk through an RTF document: passages, tables, and what is packed into it as pictures."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from menshen.formats.parts.controls import CODEPAGES, SYMBOLS, Run, Token, mark, tokens, written
from menshen.formats.parts.grids import OpenGrid
from menshen.formats.parts.laying import Grid
from menshen.formats.parts.slots import Passage, Slot
from menshen.formats.parts.walk import TELLING
from menshen.model import Node

__all__ = ["Binary", "Rich"]

PART = "rtf"
_APART = {
    "header": "页眉", "headerl": "页眉", "headerr": "页眉", "headerf": "页眉", "footer": "页脚",
    "footerl": "页脚", "footerr": "页脚", "footerf": "页脚", "footnote": "脚注", "annotation": "批注",
    "atnauthor": "作者", "atnid": "缩写", "author": "作者", "operator": "最后修改者", "title": "标题",
    "subject": "主题", "keywords": "关键词", "comment": "备注", "doccomm": "备注", "company": "单位",
    "manager": "负责人", "category": "类别", "hlinkbase": "超链接基础", "fldinst": "", "shptxt": "",
    "propname": "", "staticval": "", "sn": "", "sv": "", "revtbl": "修订者", "bkmkstart": "",
    "docvar": "", "filetbl": "", "file": "", "template": "", "formfield": "", "ffname": "",
    "ffdeftext": "", "ffformat": "", "ffhelptext": "", "ffstattext": "", "ffl": "", "xmlattrvalue": "",
    "mmconnectstr": "", "mmquery": "", "mmdatasource": "", "mmheadersource": "", "linkval": "",
}  # fmt: skip
"""Destinations that are read on their own, and what they are called."""
_SILENT = frozenset(
    ("colortbl", "stylesheet", "listtable", "listoverridetable", "themedata", "colorschememapping",
     "latentstyles", "datastore", "rsidtbl", "generator", "xmlnstbl", "pgptbl", "blipuid", "bkmkend",
     "picprop", "listpicture", "panose", "falt", "wgrffmtfilter", "passwordhash", "atrfstart", "atrfend",
     "creatim", "revtim", "printim", "buptim", "atndate", "atntime", "listtext", "pntext", "nonshppict", "mmathPr")
)  # fmt: skip
_TOLD_ONLY = frozenset(("sv", "sn", "bkmkstart", "file", "filetbl", ""))
_PICTURES = {
    "pngblip": "png",
    "jpegblip": "jpg",
    "emfblip": "emf",
    "wmetafile": "wmf",
    "dibitmap": "bmp",
    "wbitmap": "bmp",
}
_HEX = re.compile(rb"[0-9A-Fa-f\s]*")
_NO_HEX = re.compile(rb"[^0-9A-Fa-f]+")


class Binary(NamedTuple):
    """Something packed into the document: its kind, where it is written, and whether as hex."""

    kind: str
    start: int
    end: int
    data: bytes


class _Context:
    """Where text goes: a destination with its paragraph, and the table that is open in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.now: list[Slot | str] = []
        self.before: list[Slot | str] = []
        self.deleted = False
        self.grid: OpenGrid | None = None
        self.cell: list[Passage] = []


class _Group(NamedTuple):
    """What holds in a group: where text goes and how it is written."""

    context: _Context | None
    codec: str
    skip: int = 1
    hidden: bool = False
    deleted: bool = False
    added: bool = False
    silent: str = ""
    opened: bool = False


class Rich:
    """Reads an RTF document; afterwards it knows what was packed into it and what is hidden."""

    def __init__(self, data: bytes) -> None:
        self.binaries: list[Binary] = []
        self.counted: Counter[str] = Counter()
        self._data = data
        self._body = _Context("")
        self._group = _Group(self._body, "cp1252")
        self._stack: list[_Group] = []
        self._run = Run()
        self._fonts: dict[int, str] = {}
        self._default = "cp1252"
        self._font = -1
        self._left = 0
        self._star = False
        self._intbl = False
        self._kind = ""
        self._hex: tuple[int, int] | None = None
        self._ready: list[Passage | Grid] = []
        self._count = self._tables = 0

    def items(self) -> Iterator[Passage | Grid]:
        """Yield passages and tables in order."""
        for token in tokens(self._data):
            self._take(token)
            if self._ready:
                ready, self._ready = self._ready, []
                yield from ready
        while self._stack:
            self._close()
        self._break_run()
        self._end_table(self._body)
        self._paragraph(self._body)
        yield from self._ready

    def _take(self, token: Token) -> None:
        kind = token.kind
        if kind in {"text", "hex", "symbol"}:
            self._characters(token)
        elif kind == "word":
            self._word(token)
        elif kind == "open":
            self._break_run()
            self._stack.append(self._group)
            self._group = self._group._replace(opened=False)
            self._left, self._star = 0, False
        elif kind == "close":
            self._close()
        elif kind == "binary":
            self._binary(self._data[token.start : token.end], token.start, token.end)

    def _close(self) -> None:
        self._break_run()
        if self._hex is not None and self._group.silent in {"pict", "objdata"}:
            raw = self._data[slice(*self._hex)]
            digits = _NO_HEX.sub(b"", raw)
            self._binary(bytes.fromhex(digits[: len(digits) & ~1].decode("ascii")), *self._hex)
        group = self._group
        if group.opened and group.context is not None:
            self._end_table(group.context)
            self._paragraph(group.context)
        self._left = 0
        if self._stack:
            self._group = self._stack.pop()

    def _binary(self, data: bytes, start: int, end: int) -> None:
        self._hex = None
        if data and self._group.silent in {"pict", "objdata"}:
            kind = "bin" if self._group.silent == "objdata" else self._kind or "img"
            self.binaries.append(Binary(kind, start, end, data))

    # Characters

    def _characters(self, token: Token) -> None:
        group = self._group
        if group.silent:
            if group.silent in {"pict", "objdata"} and token.kind == "text":
                self._hexadecimal(token)
            return
        if self._left and token.kind != "symbol":
            token = self._skipped(token)
            if token.start == token.end:
                return
        if token.kind == "symbol":
            self._symbol(token)
        elif token.kind == "hex":
            self._run.add_bytes(token, bytes.fromhex(token.text.decode()), group.codec)
        else:
            self._run.add_bytes(token, token.text, group.codec)

    def _hexadecimal(self, token: Token) -> None:
        if _HEX.fullmatch(token.text):
            start = self._hex[0] if self._hex is not None else token.start
            self._hex = start, token.end

    def _skipped(self, token: Token) -> Token:
        """Pass over characters that stand for a number before them."""
        count = min(self._left, 1 if token.kind == "hex" else len(token.text))
        self._left -= count
        self._run.extend(token._replace(end=token.start + count) if token.kind == "text" else token)
        if token.kind == "hex":
            return token._replace(start=token.end)
        return token._replace(text=token.text[count:], start=token.start + count)

    def _symbol(self, token: Token) -> None:
        text = mark(token.text)
        if token.text == b"*":
            self._star = True
        elif text is not None:
            self._run.add_text(token, text)
        elif token.text in {b"\r", b"\n"}:
            self._break_run()
            if self._group.context is not None:
                self._paragraph(self._group.context)

    def _break_run(self) -> None:
        """End the run of text and put it where it goes."""
        if not self._run:
            return
        start, end, text = self._run.taken()
        context, group = self._group.context, self._group
        if context is None or not text:
            return
        slot = Slot(PART, start, end, text, written)
        if not group.deleted:
            context.now.append(slot)
        if not group.added:
            context.before.append(slot)
        context.deleted |= group.deleted
        self.counted["hidden_text"] += group.hidden

    # Control words

    def _word(self, token: Token) -> None:
        name, number = token.text.decode("ascii"), token.number
        if name == "u" and number is not None and not self._group.silent:
            self._run.add_text(token, chr(number % 65536))
            self._left = self._group.skip
            return
        if name in SYMBOLS and not self._group.silent:
            self._run.add_text(token, SYMBOLS[name])
            return
        self._break_run()
        self._left = 0
        if name in _APART or name in _SILENT or name in {"pict", "objdata", "fonttbl"}:
            self._destination(name)
        elif self._star:
            self._destination("")
        elif name in _PICTURES:
            self._kind = _PICTURES[name]
        else:
            self._state(name, number)
        self._star = False

    def _destination(self, name: str) -> None:
        """Let the group be a destination of its own."""
        if name in _SILENT or name in {"pict", "objdata", "fonttbl"}:
            self._group = self._group._replace(silent=name)
            self._kind, self._hex = "", None
        elif not self._group.silent:
            self._group = self._group._replace(context=_Context(name), opened=True)

    def _state(self, name: str, number: int | None) -> None:
        group, on = self._group, number != 0
        if name in {"par", "sect", "page", "cell", "nestcell", "row", "nestrow"}:
            self._end_of(name)
        elif name in {"f", "fcharset", "ansicpg"}:
            self._charset(name, number or 0)
        elif name == "uc":
            self._group = group._replace(skip=min(max(number or 0, 0), 8))
        elif name == "v":
            self._group = group._replace(hidden=on)
        elif name in {"deleted", "revised"}:
            self.counted["tracked_change"] += on
            was = name == "deleted"
            self._group = group._replace(
                deleted=on if was else group.deleted, added=group.added if was else on
            )
        elif name == "plain":
            self._group = group._replace(hidden=False, deleted=False, added=False)
        elif name in {"pard", "intbl"}:
            self._intbl = name == "intbl"

    def _charset(self, name: str, number: int) -> None:
        """Take which charset a font has, which font is used, or what the document says."""
        if name == "ansicpg":
            self._default = _codec(number)
            self._group = self._group._replace(codec=self._default)
        elif self._group.silent != "fonttbl":
            self._group = self._group._replace(codec=self._fonts.get(number, self._group.codec))
        elif name == "f":
            self._font = number
        else:
            own = CODEPAGES.get(number, self._default) if number else self._default
            self._fonts[self._font] = own

    def _end_of(self, name: str) -> None:
        context = self._group.context
        if context is None:
            return
        if name in {"par", "sect", "page"}:
            if not self._intbl:
                self._end_table(context)
            self._paragraph(context, cell=self._intbl)
            return
        if context.grid is None:
            self._tables += 1
            context.grid = OpenGrid(f"table {self._tables}")
        if name.endswith("cell"):
            self._paragraph(context, cell=True)
            context.grid.open_cell()
            for passage in context.cell:
                context.grid.take(passage)
            context.cell = []
            context.grid.close_cell()
        else:
            context.grid.close_row()

    # Passages

    def _paragraph(self, context: _Context, *, cell: bool = False) -> None:
        now, before, deleted = context.now, context.before, context.deleted
        context.now, context.before, context.deleted = [], [], False
        passages = []
        if now:
            passages.append(self._passage(now, context.name))
        if deleted and before:
            passages.append(self._passage(before, context.name))
        for passage in passages:
            if cell:
                context.cell.append(passage)
            elif passage.text.strip() and self._is_told(context.name, passage.text):
                self._ready.append(passage)

    def _is_told(self, name: str, text: str) -> bool:
        return name not in _TOLD_ONLY or name == "" or TELLING.search(text) is not None

    def _passage(self, pieces: list[Slot | str], name: str) -> Passage:
        self._count += 1
        called = _APART.get(name, "")
        held = (f"{called}：", *pieces) if called else tuple(pieces)
        return Passage(
            held, Node(name or "body", f"/p[{self._count}]"), (called,) if called else ()
        )

    def _end_table(self, context: _Context) -> None:
        if context.grid is not None:
            for item in context.grid.closed():
                self._ready.append(item)
            context.grid = None
        for passage in context.cell:
            self._ready.append(passage)
        context.cell = []


def _codec(number: int) -> str:
    known = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10000: "mac_roman"}
    name = known.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
