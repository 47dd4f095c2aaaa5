"""Whose a finding is in a conversation: the speaker's, unless the words before it say otherwise.

In a turn, the last word before a finding that points to somebody decides: `我` to the speaker, `你` to
who is spoken to, `我妈` to a relative of the speaker, a name to its bearer, `他` to whoever of these
was spoken of last. A name right behind a number takes it (`138… 张伟`), a name that is only called
(`晓雯，…`, `@晓雯`) takes nothing. A bare answer goes to whom the question before it was about. Of an
identifier that everybody has one of, a second one is somebody else's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from hashlib import blake2s
from typing import NamedTuple

from menshen import facts
from menshen.model import Finding, Talk, Turn

__all__ = ["KNOWN", "labels"]

KNOWN = "@"
"""A label that begins with this names the same person in every block of a document."""

_NAMES = frozenset(("person_name",))
_KIN = "|".join(
    sorted(facts.name_words("kin") - {"夫", "女", "子", "父", "母"}, key=lambda w: (-len(w), w))
)
_MORE_KIN = "爸|妈|爹|娘|爷|奶|老爸|老妈|闺女|儿子|娃|孩子|宝宝|老头|老伴|对象|男朋友|女朋友|朋友|同事|同学|邻居|老板|领导|房东|室友|客户|老乡|徒弟|师傅"
_POINTS = re.compile(
    f"(?P<kin>(?:我|俺|咱|你|您)们?家?的?(?:{_KIN}|{_MORE_KIN}))"
    "|(?P<self>我|俺|本人|鄙人|自己的?(?=电话|手机|号))|(?P<you>你|您)"
    "|(?P<other>[他她](?!们)|其(?=电话|手机|身份|住址|微信|家)|对方|那家|这家|这人|那人)"
)
_INTRODUCES = re.compile(
    "(?:我叫|我是|我名字(?:是|叫)?|本人|我的名字(?:是|叫)?|我姓名|叫我)[:： ]?\\Z"
)
_CALLED = re.compile(
    "[ ]{0,2}(?:[,，!！~～:：。?？、]|[你您]|(?:老师|先生|女士|[哥姐总叔姨])[,，!！ ])(?![ ]{0,2}[0-9])"
)
_ASKS = re.compile(
    "电话|手机|号码|微信|QQ|qq|身份证|地址|住哪|叫什么|叫啥|名字|邮箱|卡号|车牌|多少|[?？]"
)
_REACHED = re.compile(
    "(?:捡到|有意|有需要|需要的?|感兴趣|有兴趣|看到)的?(?:请|可|就)?(?:联系|打|加|私聊|找)我?[:： ]{0,2}\\Z"
)
_WHOSE = re.compile("(?:(?P<self>我|俺|咱)|你|您)们?家?的?\\Z")
_WARNS = re.compile("骗子|诈骗|冒充|拉黑|骚扰电话|推销电话|陌生(?:号|电话|来电)")
_REACH = frozenset(("mobile_number", "landline", "qq_number", "wechat_id"))
_GAP = 3
_BARE = 4


class _Point(NamedTuple):
    """A word that points to somebody: where it ends, and the key of who that is."""

    at: int
    key: str


class _Asked(NamedTuple):
    """Who asked, and whom the question was about."""

    speaker: str
    about: str


def labels(text: str, talk: Talk, findings: Sequence[Finding]) -> list[str | None]:
    """Return the label of each finding that lies in a turn; None for those that lie in none."""
    return _Conversation(text, talk, findings).labels()


class _Conversation:
    """The turns of a block, the findings in each, and who was spoken of so far."""

    def __init__(self, text: str, talk: Talk, findings: Sequence[Finding]) -> None:
        self._text = text
        self._turns = list(talk.turns())
        self._starts = [turn.span.start for turn in self._turns]
        self._findings = findings
        self._aliases = self._displayed()
        self._spoken_of = ""
        self._before = ""
        self._asked = _Asked("", "")
        self._own: dict[tuple[str, str], str] = {}
        self._more = 0

    def labels(self) -> list[str | None]:
        held: list[list[int]] = [[] for _ in self._turns]
        result: list[str | None] = [None] * len(self._findings)
        for index, finding in enumerate(self._findings):
            number = self._turn(finding)
            if number is not None:
                held[number].append(index)
        for turn, indices in zip(self._turns, held, strict=True):
            keys = self._keys(turn, [self._findings[i] for i in indices])
            for index, key in zip(indices, keys, strict=True):
                result[index] = self._label(key, self._findings[index])
        return result

    def _turn(self, finding: Finding) -> int | None:
        """Return the number of the turn that holds a finding, of one that names its speaker."""
        index = bisect_right(self._starts, finding.span.start) - 1
        if index < 0 or finding.span.start >= self._turns[index].span.end:
            return None
        return index if self._turns[index].speaker else None

    def _displayed(self) -> dict[str, str]:
        """Return the speakers by their display names and the real names in these."""
        known: dict[str, str] = {}
        for turn in self._turns:
            if turn.name is not None and turn.speaker:
                known.setdefault(self._text[slice(*turn.name)], turn.speaker)
        for finding in self._findings:
            index = self._turn(finding)
            if index is not None and finding.type.id in _NAMES:
                name = self._turns[index].name
                if name is not None and name.start <= finding.span.start < name.end:
                    known.setdefault(finding.normal, self._turns[index].speaker)
        return known

    def _label(self, key: str, finding: Finding) -> str:
        """Return the label of a key; a second identifier of a kind to have one of starts anew."""
        kind = finding.type.id
        if facts.links().get(kind) == "own":
            first = self._own.setdefault((key, kind), finding.normal)
            if first != finding.normal:
                key = f"{key}\0{finding.normal}"
        return KNOWN + blake2s(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def _keys(self, turn: Turn, findings: Sequence[Finding]) -> list[str]:
        """Return the key of whom each finding of a turn is about, and go on to the next turn."""
        said = [f for f in findings if _within(f, turn.words) and not _in_head(f, turn)]
        points = self._points(turn, said)
        bare = self._is_bare(turn, said)
        keys = [
            self._of_words(turn, f, points, bare=bare) if f in said else self._of_head(turn, f)
            for f in findings
        ]
        self._go_on(turn, points, self._spoken_to(turn))
        return keys

    def _of_head(self, turn: Turn, finding: Finding) -> str:
        for start, end in turn.to:
            if start <= finding.span.start < end:
                shown = self._text[start:end]
                return self._aliases.get(shown, shown)
        if finding.type.id in _NAMES and not _in_head(finding, turn):
            return self._named(finding)
        return turn.speaker

    def _of_words(
        self, turn: Turn, finding: Finding, points: Sequence[_Point], *, bare: bool
    ) -> str:
        """Return whom a finding among the words of a turn is about."""
        start, end = finding.span
        if finding.type.id in _NAMES:
            return self._bearer(turn, finding)
        if finding.value in self._aliases and self._text[start - 1 : start] == "@":
            return self._aliases[finding.value]
        whose = _WHOSE.search(self._text, max(turn.words.start, start - 6), start)
        if finding.type.id == "family_relation" and whose is not None:
            return turn.speaker if whose["self"] else self._spoken_to(turn)
        if bare and self._asked.about and self._asked.speaker != turn.speaker:
            return self._asked.about
        if _REACHED.search(self._text, max(turn.words.start, start - 16), start):
            return turn.speaker
        before = [p for p in points if p.at <= start]
        if before:
            return before[-1].key
        behind = [p for p in points if end < p.at]
        if behind and self._is_right_behind(end, behind[0]):
            return behind[0].key
        if not before and finding.type.id in _REACH and self._warns(turn):
            return f"{turn.speaker}\0陌生人"
        return turn.speaker

    def _warns(self, turn: Turn) -> bool:
        """Say whether a turn warns of somebody who called, so that the number is not one's own."""
        return _WARNS.search(self._text, turn.words.start, turn.words.end) is not None

    def _is_right_behind(self, end: int, point: _Point) -> bool:
        """Say whether a name begins right behind a finding, in the same line."""
        name = next(
            (f for f in self._findings if f.span.end == point.at and f.type.id in _NAMES), None
        )
        if name is None:
            return False
        gap = self._text[end : name.span.start]
        return len(gap) <= _GAP and "\n" not in gap

    def _points(self, turn: Turn, said: Sequence[Finding]) -> list[_Point]:
        """Return the words of a turn that point to somebody, in order."""
        names = [f for f in said if f.type.id in _NAMES and not self._is_called(turn, f)]
        found = [_Point(f.span.end, self._bearer(turn, f)) for f in names]
        to = self._spoken_to(turn)
        for match in _POINTS.finditer(self._text, turn.words.start, turn.words.end):
            if any(f.span.start <= match.start() < f.span.end for f in names):
                continue
            found.append(_Point(match.end(), self._pointed(match, turn, to, found)))
        return sorted(found)

    def _pointed(self, match: re.Match[str], turn: Turn, to: str, found: Sequence[_Point]) -> str:
        if match["self"]:
            return turn.speaker
        if match["you"]:
            return to
        if match["kin"]:
            whose = turn.speaker if match["kin"][0] in "我俺咱" else to
            return f"{whose}\0{match['kin'].lstrip('我俺咱你您们家的')}"
        others = [p for p in found if p.at <= match.start() and p.key not in {turn.speaker, to}]
        last = max(others, default=None)
        return last.key if last is not None else self._spoken_of or f"{turn.speaker}\0他"

    def _spoken_to(self, turn: Turn) -> str:
        """Return who is spoken to: who is called by name, else who spoke before."""
        words = self._text[slice(*turn.words)]
        for match in re.finditer("@(?P<v>[^\\s@:：,，。]{1,32})", words):
            if match["v"] in self._aliases:
                return self._aliases[match["v"]]
        return self._before or self._answers(turn) or f"{turn.speaker}\0你"

    def _answers(self, turn: Turn) -> str:
        """Return who speaks next after a turn that nobody spoke before."""
        later = self._turns[bisect_right(self._starts, turn.span.start) :]
        return next((t.speaker for t in later if t.speaker not in {"", turn.speaker}), "")

    def _bearer(self, turn: Turn, finding: Finding) -> str:
        """Return who bears a name: the speaker who introduces himself, a speaker, or another."""
        before = self._text[max(turn.words.start, finding.span.start - 8) : finding.span.start]
        if _INTRODUCES.search(before):
            return self._aliases.setdefault(finding.normal, turn.speaker)
        return self._named(finding)

    def _named(self, finding: Finding) -> str:
        return self._aliases.get(finding.normal, f"\0{finding.normal}")

    def _is_called(self, turn: Turn, finding: Finding) -> bool:
        """Say whether somebody is only called by a name, at the start of what is said to them."""
        start, end = finding.span
        if self._text[start - 1 : start] == "@":
            return True
        before = self._text[turn.words.start : start].strip()
        return not before and _CALLED.match(self._text, end) is not None

    def _is_bare(self, turn: Turn, said: Sequence[Finding]) -> bool:
        """Say whether a turn consists of a value and hardly a word more."""
        if not said or any(f.type.id in _NAMES for f in said):
            return False
        words = turn.words.end - turn.words.start
        kept = sum(f.span.end - f.span.start for f in said)
        blanks = sum(map(str.isspace, self._text[slice(*turn.words)]))
        return words - kept - blanks <= _BARE

    def _go_on(self, turn: Turn, points: Sequence[_Point], to: str) -> None:
        """Remember who was spoken of, asked about, and who spoke last."""
        if not turn.speaker:
            return
        others = [p.key for p in points if p.key not in {turn.speaker, to}]
        if others:
            self._spoken_of = others[-1]
        asks = _ASKS.search(self._text, turn.words.start, turn.words.end) is not None
        last = points[-1].key if points else ""
        self._asked = _Asked(turn.speaker, last if asks and last not in {turn.speaker, to} else "")
        self._before = turn.speaker


def _within(finding: Finding, span: tuple[int, int]) -> bool:
    return span[0] <= finding.span.start < span[1]


def _in_head(finding: Finding, turn: Turn) -> bool:
    """Say whether a finding lies in the display name or the account of a turn."""
    return any(s is not None and _within(finding, s) for s in (turn.name, turn.account))
