"""The layouts of conversations: those of other formats, and who says what beside them.

A text is divided by the heads of its turns (`turns`), a table by its columns: one holds what is
said, others who says it. Everything else is answered by the layout underneath.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from menshen.formats.turns import turns, way_of
from menshen.model import Grid, Layout, Lines, Place, Span, Turn, columns_of

__all__ = ["Columns", "Rows", "Said", "columns", "said", "talking"]

_WORDS = re.compile("(?:str)?content|msg|message|text|(?:消息|聊天|发言)?(?:内容|正文)|消息|文本")
_WHEN = re.compile(".*(?:time|date|timestamp).*|.*(?:时间|日期)")
_NAME = re.compile(
    "(?:sender|talker|user|from)?_?(?:nick_?name|display_?name|card)|(?:发送|发言|说话)(?:人|者|方)?(?:昵称|名称|姓名)?"
    "|发信人|(?:群|微信|qq|用户)?(?:昵称|名片)|sender_?name|speaker|talker_?name"
)
_WEAK_NAME = re.compile("remark|备注名?|sender|from|(?:str)?talker|姓名|name")
_ACCOUNT = re.compile(
    "sender|talker|wxid|uin|qq|(?:sender|user)_?id|(?:sender|talker|user)_?(?:wxid|uin|qq|account)|微信号|qq号码?"
    "|(?:发送|发言)(?:人|者|方)?(?:的)?(?:微信号|wxid|id|qq号?|账号|uin)"
)
_MINE = re.compile("is_?(?:sender|send|self|me|mine)|是否(?:本人|自己|我|发送).*|收发")
_TO = re.compile(
    "receiver.*|to|.*(?:接收|收信|收件)(?:人|者|方).*|.*(?:聊天对象|会话|群聊).*|群名称?|room_?name|chat_?room"
)
_YES = frozenset(("1", "true", "是", "我", "发送", "发出", "yes", "y"))


class Columns(NamedTuple):
    """Which columns of a table hold what of a conversation; -1 for none."""

    words: int
    names: tuple[int, ...]
    account: int
    mine: int
    to: tuple[int, ...]


def columns(names: Sequence[str]) -> Columns | None:
    """Return which columns of a table hold a conversation, or None when it is another table.

    >>> columns(("StrTime", "NickName", "StrContent"))
    Columns(words=2, names=(1,), account=-1, mine=-1, to=())
    >>> columns(("姓名", "登记时间", "内容")) is None
    True
    """
    plain = [name.strip().lower() for name in names]
    words = _those(_WORDS, plain)
    called, accounts, mine = _those(_NAME, plain), _those(_ACCOUNT, plain), _those(_MINE, plain)
    account = accounts[0] if accounts else -1
    weak = [c for c in _those(_WEAK_NAME, plain) if c != account]
    if not words or not _those(_WHEN, plain) or not (called or (mine and (accounts or weak))):
        return None
    shown = tuple(dict.fromkeys([*called, *weak]))
    to = tuple(_those(_TO, plain))
    return Columns(words[0], shown, account, mine[0] if mine else -1, to)


def _those(pattern: re.Pattern[str], names: Sequence[str]) -> list[int]:
    return [column for column, name in enumerate(names) if pattern.fullmatch(name)]


class Said:
    """The layout of running text that is a conversation.

    `speaker` is who speaks where the block begins, `whole` whether that is the start of a line.
    """

    __slots__ = ("_inner", "_speaker", "_text", "_turns", "_way", "_whole")

    def __init__(
        self, inner: Layout, text: str, way: str, speaker: str = "", *, whole: bool = True
    ) -> None:
        self._inner = inner
        self._text = text
        self._way = way
        self._speaker = speaker
        self._whole = whole
        self._turns: list[Turn] | None = None

    def place(self, start: int, end: int) -> Place:
        """Return where `start:end` lies in the document."""
        return self._inner.place(start, end)

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the names that stand over this position."""
        return self._inner.labels(start)

    def record(self, start: int) -> int | None:
        """Return the number of the line or the piece that holds this position."""
        return self._inner.record(start)

    def turns(self) -> Sequence[Turn]:
        """Return the turns of the block in order."""
        if self._turns is None:
            self._turns = turns(self._text, self._way, self._speaker, whole=self._whole)
        return self._turns


class Rows:
    """The layout of a block of table rows that is a conversation: a turn in each row."""

    __slots__ = ("_columns", "_inner", "_text", "_turns")

    def __init__(self, inner: Grid, text: str, held: Columns) -> None:
        self._inner = inner
        self._text = text
        self._columns = held
        self._turns: list[Turn] | None = None

    @property
    def table(self) -> str:
        """Return the table's name."""
        return self._inner.table

    @property
    def names(self) -> tuple[str, ...]:
        """Return the column headers."""
        return self._inner.names

    def aliases(self) -> tuple[tuple[str, ...], ...]:
        """Return, for each column, all names that it goes by."""
        return columns_of(self._inner)

    def filled(self) -> tuple[int, ...]:
        """Return, for each column, how many cells of this block are not empty."""
        return self._inner.filled()

    def cell(self, start: int) -> Span | None:
        """Return the span of the cell that holds this position."""
        return self._inner.cell(start)

    def rows(self) -> Iterator[Sequence[Span]]:
        """Yield the spans of the values of each row of this block, the header left out."""
        return self._inner.rows()

    def place(self, start: int, end: int) -> Place:
        """Return table, row and column."""
        return self._inner.place(start, end)

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the column's names."""
        return self._inner.labels(start)

    def record(self, start: int) -> int | None:
        """Return the number of the record."""
        return self._inner.record(start)

    def turns(self) -> Sequence[Turn]:
        """Return the turns of the block in order."""
        if self._turns is None:
            self._turns = [self._turn(row) for row in self._inner.rows() if row]
        return self._turns

    def _turn(self, row: Sequence[Span]) -> Turn:
        held = self._columns
        account = self._filled(row, held.account)
        shown = next(filter(None, (self._filled(row, c) for c in held.names)), None)
        speaker = self._text[slice(*(account or shown or (0, 0)))].strip()
        if account is None and held.mine >= 0 and self._is_mine(row):
            speaker, shown = "我", None
        to = tuple(s for c in held.to if (s := self._filled(row, c)) is not None)
        words = row[held.words] if held.words < len(row) else Span(row[-1].end, row[-1].end)
        ends = [span.end for span in row]
        starts = [span.start for span in row if span.end]
        return Turn(speaker, Span(min(starts, default=0), max(ends)), words, shown, account, to)

    def _filled(self, row: Sequence[Span], column: int) -> Span | None:
        if not 0 <= column < len(row):
            return None
        start, end = row[column]
        value = self._text[start:end]
        start += len(value) - len(value.lstrip())
        end = start + len(value.strip())
        return Span(start, end) if start < end else None

    def _is_mine(self, row: Sequence[Span]) -> bool:
        span = self._filled(row, self._columns.mine)
        return span is not None and self._text[slice(*span)].lower() in _YES


def said(text: str) -> Layout | None:
    """Return the layout of a text that is a conversation; None for other texts.

    >>> said("电话13800138000") is None
    True
    """
    way = way_of(text)
    return Said(Lines(text), text, way) if way else None


def talking(layout: Layout, text: str) -> Layout:
    """Return the layout of a block, as that of a conversation where its columns say so."""
    if not isinstance(layout, Grid):
        return layout
    held = columns(layout.names)
    return layout if held is None else Rows(layout, text, held)
