r"""微信号 · WeChat id.

## What it finds
The id after a label (微信, 微信号, VX, wx, V信, 加V, WeChat), the internal `wxid_…`, and the openid or
unionid of a user after its key. A number of six to ten digits counts only after an explicit label.

## How it decides
An id has six to twenty characters and begins with a letter. A colon, the word 号 or a verb such as
加 raises the score, and so do digits and underlines in the id; a plain word in capitals or in mixed
case lowers it, since 微信 is followed by product words far more often than by an id. Official
accounts (公众号, 小程序, gh_…) and service desks are not persons.

## Known limits
An id of letters only that is glued to 微信 without a colon or a verb is left alone. A mobile number
used as a WeChat id is reported as a mobile number.

## References
- 微信, 帮助中心: 微信号设置规则 (6 to 20 letters, digits, underlines or hyphens, first a letter)
- 最高人民法院, 指导性案例 194 号 (a WeChat id is personal information)

>>> DETECTOR.types
('wechat_id',)
"""

from __future__ import annotations

import re

from menshen.evidence import Cue, reject
from menshen.fields import LINK
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_NAMES = (
    "(?:微[ ]{0,4}信|微心|薇信|威信|[Vv]信|加[ ]?(?:微|薇|[Vv](?!IP))|[+][ ]?(?:[Vv](?!IP)|微|薇)"
    "|(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))(?i:we ?chat|weixin|vx|wx)(?i:[_-]?(?:id|no|num|number|account|hao|h))?"
    "(?![A-Za-z0-9_]))"
)
_TRIGGER = (
    "(?:微 {0,4}信|微心|薇信|威信|v信|加 ?[微薇v]|[+] ?[v微薇]"
    "|(?:we ?chat|weixin|vx|wx)(?:[_-]?(?:id|no|num|number|account|hao|h))?)"
)
_STEP = "[ :=>|\"'`(*\\n\\[]|账号|帐号|号码|号|{id}|是|为|叫|加|搜|同号|联系|[我他她你]"
_ID = "[A-Za-z][A-Za-z0-9_-]{4,18}[A-Za-z0-9_]"
_END = "(?![A-Za-z0-9_@-])(?!\\.[A-Za-z])(?![(\\[][\"'A-Za-z0-9)])"

_NOT_PERSON = Cue(
    "no person's account",
    words=("公众号", "公众平台", "小程序", "服务号", "订阅号", "企业微信", "官方", "客服", "版本", "客户端",
           "支付", "接口", "开发者", "示例", "样例", "例如"),
    keys=("sdk", "api", "appid", "mp"),
    label=-5.0,
    context=-4.0,
)  # fmt: skip
_SHAPE = Evidence("shape", -1.0, "shape of a WeChat id")
_INTERNAL = Evidence("shape", 4.0, "internal WeChat id")
_LABEL = Evidence("label", 2.5, "label: WeChat id")
_NEAR = Evidence("label", 0.8, "the word WeChat stands before it")
_VERB = Evidence("verb", 1.5, "somebody is asked to add or contact it")
_MIXED = Evidence("form", 1.5, "letters with digits or underlines")
_LOWER = Evidence("form", -0.6, "a word of small letters only")
_WORD = Evidence("form", -2.5, "a word with capitals, as products have")
_DIGITS = Evidence("form", -1.0, "digits only")
_NO_IDS = late(
    "android|iphone|harmony|windows|wechat|weixin|openid|unionid|appid|secret|string|"
    "varchar|integer|undefined|placeholder|https|mac_os|your_id|your_wechat|wechat_id|"
    "wechatid|xxxxxx|abcdef|abc123"
)


class WeChat:
    """Judges what stands after the name of WeChat; see the module."""

    id = "wechat"
    types = ("wechat_id",)
    patterns = (
        Pattern(
            "labelled",
            trigger=_TRIGGER,
            regex=(
                f"(?P<name>{_NAMES})(?P<link>(?:{_STEP.format(id='(?i:id)')}){{0,6}}|{LINK})"
                f"(?P<v>{_ID}|[1-9][0-9]{{5,9}}){_END}"
            ),
            led=True,
            before=18,
            after=180,
        ),
        Pattern(
            "internal",
            trigger="wxid_[a-z0-9]",
            regex="(?<![A-Za-z0-9_])(?P<v>wxid_[a-z0-9]{6,24})(?![A-Za-z0-9])",
            before=6,
            after=26,
        ),
        Pattern(
            "open",
            trigger="(?:open|union)[_-]?id[ \"':=|>\\\\]{1,6}o[a-z0-9_-]{10}",
            regex=(
                "(?i:(?:open|union)[_-]?id)[ \"':=|>\\\\]{1,6}(?P<v>o[A-Za-z0-9_-]{25,30})(?![A-Za-z0-9_-])"
            ),
            led=True,
            before=26,
            after=24,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by how the label leads to the value and by what the value is made of."""
        seen = candidate.seen
        if len(set(seen.removeprefix("wxid_").lower())) < 4 or _NO_IDS.fullmatch(seen.lower()):
            return Judgement("wechat_id", seen, (reject("a placeholder or a word", "example"),))
        if candidate.pattern.name == "open":
            return _open(seen)
        if candidate.pattern.name == "internal":
            return Judgement("wechat_id", seen, (_INTERNAL,))
        verb = _VERB if _asked(candidate) else None
        parts = (_SHAPE, _led(candidate), verb, _form(seen), _NOT_PERSON.near(candidate))
        return Judgement("wechat_id", seen.lower(), tuple(e for e in parts if e is not None))


def _open(seen: str) -> Judgement | None:
    if not (re.search("[0-9]", seen) and re.search("[A-Z]", seen)):
        return None
    return Judgement("wechat_id", seen, (Evidence("label", 4.0, "label: openid of a user"),))


def _led(candidate: Candidate) -> Evidence:
    """Return what the way from the label to the value says."""
    link = candidate.match["link"]
    explicit = re.search('[:=|号是为】]|",|(?i:id)', link) or re.search(
        "(?i:id|no|num|number|account)\\Z", candidate.match["name"]
    )
    return _LABEL if explicit else _NEAR


def _asked(candidate: Candidate) -> bool:
    text, at = candidate.view.text, candidate.match.start()
    around = text[max(0, at - 4) : candidate.start]
    return re.search("加|[+]|联系|找|搜|同号|薇|[Vv]", around) is not None


def _form(seen: str) -> Evidence | None:
    if seen.isdigit():
        return _DIGITS
    if re.search("[0-9_]", seen):
        return _MIXED
    if "-" in seen:
        return None
    return _LOWER if seen.islower() else _WORD


DETECTOR = WeChat()
