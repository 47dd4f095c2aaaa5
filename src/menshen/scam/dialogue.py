r"""Conversations as they are pasted: who says what, and which side is the caller.

Read are JSON lines (`{"speaker": "them", "text": …}`), lines that begin with a speaker (甲：…), e-mails
with their head, and plain messages. Whose side a speaker is on is told by his label (来电人, 我) or, where that
says nothing, inferred from who makes the demands.

>>> read("甲：你好，我是公安局的。\n乙：什么事？\n甲：把钱转到安全账户。").roles
{'甲': 'them', '乙': 'me'}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from menshen.errors import UsageError
from menshen.scam.signals import hits

__all__ = ["Conversation", "Message", "Side", "one", "read", "sided"]

Side = Literal["them", "me", "other"]
MOST = 5000
"""Turns of a conversation that are read."""
_LINE = re.compile(
    "^[ \\t]*(?:[\\[(（]?(?:[0-9]{4}[-/年.])?[0-9]{0,2}[-/月.]?[0-9]{0,2}日?[ T]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[\\])）]?[ \\t]*)?"
    "(?P<who>[^：:\\s，。！？,.!?【】<>|]{1,12}|[A-Za-z][A-Za-z .]{0,20})(?:[（(][^）)]{0,16}[）)])?[：:](?!//)[ \\t]*(?P<words>.*)$"
)
_THEM = re.compile(
    "对方|来电(?:人|者|方)?|主叫|骗子|诈骗(?:分子|者|人)?|嫌疑人|客服.*|坐席|推销.*|警官|民警|警察|“?公安”?|假.*|them|caller|scammer|agent|陌生人|"
    "发件人|他|她|那边|left|spk0?"
)
_ME = re.compile(
    "我|本人|自己|机主|用户|客户|事主|受害人|被害人|被叫|接听(?:人|者)?|接电话的?|老人|市民|me|user|victim|callee|customer|right|老伯|大爷|大妈|阿姨"
)
_OTHER = re.compile("other|旁白|系统|备注|注|提示|说明|第三人")
_LABELS = re.compile("(?:[甲乙丙丁ABCDabcd]|[问答]|(?:说话人|发言人|speaker) ?[0-9A-Za-z])")
_HEADER = re.compile(
    "(?:from|to|subject|date|cc|reply-to|发件人|收件人|主题|日期|抄送|发送时间|时间)[:：]",
    re.IGNORECASE,
)
_ENCODED = re.compile("^(?:content-transfer-encoding|mime-version):", re.IGNORECASE | re.MULTILINE)
_WEIGHT = {
    "ask": 2.0, "isolation": 2.0, "pressure": 1.0, "pretext": 1.0, "bait": 1.0, "trust": 0.7,
    "evasion": 0.5, "marketing": 0.7, "loss": 1.0, "honest": 0.4, "topic": 0.0,
    "pitch": 0.5,
}  # fmt: skip


class Message(NamedTuple):
    """What somebody says: the speaker's label, the words, and when, as it was written."""

    speaker: str
    text: str
    at: str | None = None

    def __repr__(self) -> str:
        """Show the speaker, never the words."""
        return f"Message({self.speaker!r}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of a conversation, whose side each label is on, and whether that was inferred."""

    turns: tuple[Message, ...] = field(repr=False)
    roles: Mapping[str, Side]
    inferred: bool

    def side(self, turn: Message) -> Side:
        """Return whose side a turn is on."""
        return self.roles[turn.speaker]


def read(messages: str | Sequence[Message | Mapping[str, Any] | Sequence[Any]]) -> Conversation:
    """Return the conversation in a text or in a sequence of turns.

    Raises `UsageError` for turns without text, with the number of the first such turn.
    """
    turns = list(_of_text(messages)) if isinstance(messages, str) else list(_of_items(messages))
    if len(turns) > MOST:
        raise UsageError(f"{len(turns)} turns are too many; give at most {MOST} at a time")
    return sided(turns)


def sided(turns: Sequence[Message]) -> Conversation:
    """Return turns with the sides of their speakers."""
    roles: dict[str, Side | None] = {}
    for turn in turns:
        roles.setdefault(turn.speaker, _told(turn.speaker))
    unknown = [label for label, side in roles.items() if side is None]
    if unknown:
        roles.update(_inferred(turns, unknown, [s for s in roles.values() if s is not None]))
    return Conversation(
        tuple(turns), {k: v for k, v in roles.items() if v is not None}, bool(unknown)
    )


def one(line: str, number: int) -> tuple[str, str]:
    """Return side and words of a line of a call that goes on: JSON, a label and words, or words.

    >>> one("我：什么事？", 1), one("你好", 2)
    (('me', '什么事？'), ('them', '你好'))
    """
    if line.startswith("{"):
        turn = _of_item(_object(number, line), f"line {number}")
    else:
        found = _LINE.match(line)
        known = found is not None and _told(found["who"]) is not None
        turn = Message(found["who"], found["words"]) if found and known else Message("them", line)
    return _told(turn.speaker) or "them", turn.text


def _told(label: str) -> Side | None:
    plain = label.strip().lower()
    if _OTHER.fullmatch(plain):
        return "other"
    if _THEM.fullmatch(plain):
        return "them"
    return "me" if _ME.fullmatch(plain) else None


def _inferred(
    turns: Sequence[Message], unknown: Sequence[str], known: Sequence[Side]
) -> dict[str, Side]:
    """Return the sides of speakers whose labels say nothing: those who make demands call."""
    if "them" in known and "me" not in known:
        return {label: "me" if at == 0 else "other" for at, label in enumerate(unknown)}
    weights = dict.fromkeys(unknown, 0.0)
    for place, turn in enumerate(turns[:200]):
        if turn.speaker in weights:
            said = sum(
                _WEIGHT[h.signal.kind] for h in hits(turn.text[:2000]) if h.stance == "asked"
            )
            weights[turn.speaker] += said + (0.5 if place == 0 else 0.0)
    heaviest = max(weights.values())
    callers = [label for label in unknown if weights[label] >= max(heaviest * 0.6, 0.1)]
    if "me" in known or len(unknown) == 1:
        return dict.fromkeys(unknown, "them")
    first = max(callers or unknown[:1], key=lambda label: weights[label])
    rest = [label for label in unknown if label != first]
    sides: dict[str, Side] = {first: "them"}
    for label in rest:
        sides[label] = "them" if label in callers and len(unknown) > 2 else "me"
    return sides


def _of_items(items: Sequence[Any]) -> Iterator[Message]:
    for number, item in enumerate(items, 1):
        yield item if isinstance(item, Message) else _of_item(item, f"turn {number}")


def _of_item(item: Any, place: str) -> Message:
    if isinstance(item, Mapping):
        speaker, text, at = item.get("speaker"), item.get("text"), item.get("at")
    elif isinstance(item, list | tuple) and 2 <= len(item) <= 3:
        speaker, text, at = (*item, None)[:3]
    else:
        speaker, text, at = None, item, None
    if not isinstance(text, str) or not isinstance(speaker, str | None):
        raise UsageError(f"{place}: a turn is {{speaker, text, at}} with a text; this is none")
    return Message((speaker or "them").strip() or "them", text, None if at is None else str(at))


def _of_text(text: str) -> Iterator[Message]:
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in "{[" and re.match('[{\\[]\\s*["{\\[]', stripped):
        yield from _of_json(stripped)
        return
    lines = text.splitlines()
    if _is_mail(lines):
        yield Message("them", _mail(text))
        return
    yield from _of_lines(lines) or [Message("them", text)]


def _of_json(text: str) -> list[Message]:
    """Return the turns of JSON: a line each, a list, or one object that holds `turns`."""
    try:
        whole = json.loads(text)
    except ValueError:
        return [_of_item(_object(n, line), f"line {n}") for n, line in _filled(text)]
    if isinstance(whole, Mapping):
        whole = whole.get("turns", [whole])
    if not isinstance(whole, list):
        raise UsageError("the turns of a conversation are a list")
    return list(_of_items(whole))


def _filled(text: str) -> list[tuple[int, str]]:
    return [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]


def _object(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise UsageError(f"line {number}: not JSON; write one object with a text a line") from None


def _is_mail(lines: Sequence[str]) -> bool:
    head = [line for line in lines if line.strip()][:6]
    return sum(_HEADER.match(line.strip()) is not None for line in head) >= 2 or (
        bool(head) and re.match("(?:主题|subject|发件人)[:：]", head[0].strip().lower()) is not None
    )


def _mail(text: str) -> str:
    """Return an e-mail with its body decoded; one without MIME heads as it stands."""
    if not _ENCODED.search(text[:4000]):
        return text
    from email import message_from_string, policy

    mail = message_from_string(text, policy=policy.default)
    body = mail.get_body(("plain", "html"))
    try:
        content = str(body.get_content()) if body is not None else ""
    except (LookupError, KeyError, UnicodeError, ValueError):
        return text
    content = re.sub("<[^>]{1,2000}>", " ", content) if "<" in content else content
    heads = [f"{name}: {mail[name]}" for name in ("From", "Subject") if mail[name]]
    return "\n".join([*heads, "", content])


def _of_lines(lines: Sequence[str]) -> list[Message]:
    """Return the turns of lines that begin with a speaker; nothing if the text is no dialogue."""
    turns: list[Message] = []
    labelled = 0
    for line in lines:
        found = _LINE.match(line)
        if found is not None:
            labelled += 1
            turns.append(Message(found["who"].strip(), found["words"]))
        elif turns and line.strip():
            last = turns.pop()
            turns.append(Message(last.speaker, f"{last.text}\n{line}"))
        elif line.strip():
            return []
    labels = {turn.speaker for turn in turns}
    filled = sum(bool(line.strip()) for line in lines)
    known = sum(
        _told(label) is not None or _LABELS.fullmatch(label) is not None for label in labels
    )
    speaks = known >= min(2, len(labels)) or (len(labels) < labelled and len(labels) <= 8)
    return (
        turns
        if labelled >= 2 and labelled * 2 >= filled and speaks and known + labelled > 2
        else []
    )
