r"""用户账号与会员号 · User id and membership number.

## What it finds
The login name, user number or nickname directly after a label (用户名, 登录名, 账号, 昵称, 网名, 用户ID,
`username`, `uid` …) and the number of a member's card (会员卡号, 积分卡号).

## How it decides
Only a label leads here, and a colon, an equals sign or 是 must follow it unless the value holds
digits. Accounts of services (root, admin, www-data), types and expressions of program code, short
system numbers (uid=0) and defaults of a product are nobody's. E-mail addresses, mobile numbers, ID
numbers and long digits, which may be bank accounts, are left to their own types.

## Known limits
A nickname without a label is not found here.

## References
- GB/T 35273-2020, Annex A, 个人网络身份标识信息 (personal online identifiers)

>>> DETECTOR.types
('user_id', 'membership')
"""

from __future__ import annotations

import re

from menshen.evidence import PAIR, Cue, reject
from menshen.fields import LINK
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import Fold

_WORDS = (
    "用[ ]{0,2}户[ ]{0,2}名|账号名|帐号名|账户名称|用户账号|用户帐号|用户ID|用户id|用户Id|用户号|用户编号|登[录陆]名|登[录陆]账号|登[录陆]帐号"
    "|平台账号|平台帐号|账号|帐号|账户名|账户|会员ID|会员id|会员名|会员号|会员账号|玩家ID|注册账号|操作账号"
)
_NICKS = "昵[ ]{0,2}称|网[ ]{0,2}名|花名|游戏名|角色名|用户昵称|微信名|群昵称"
_KEYS = "user[_ -]?name|user[_ -]?id|uid|login[_ -]?(?:name|id)|account[_ -]?name|member[_ -]?id|nick[_ -]?name|nick"
_CARDS = "会员卡号|会员卡编号|会员编号|会员卡|积分卡号|积分卡|储值卡号|贵宾卡号|VIP卡号|vip卡号|(?i:(?:member(?:ship)?|vip)[_ -]?(?:card[_ -]?)?(?:no|num|number))"
_STEP = "[ :=>|\"'`(*\\[「“\\\\]|号码|是|为|叫"
_VALUE = "[A-Za-z0-9_](?:[A-Za-z0-9_.-]{1,30}[A-Za-z0-9_])"
_NICK = "[^\\s,。;:!?、\"'`<>()\\[\\]{}|=「」“”@/\\\\]{2,16}"
_END = "(?![A-Za-z0-9_@])(?![(\\[][\"'A-Za-z0-9)])(?![.-][A-Za-z0-9])"

_AGAINST = Cue(
    "an account of no person",
    words=("默认", "数据库", "系统", "管理员", "测试", "示例", "样例", "例如", "公众号", "服务器", "企业", "银行",
           "收款", "开户", "汇款", "对公", "公积金", "股东", "资金", "社保", "路由器"),
    keys=("default", "db", "jdbc", "mysql", "ftp", "placeholder", "test"),
    label=-4.0,
    context=-3.0,
)  # fmt: skip
_SHAPE = Evidence("shape", -1.5, "what stands after a label for an account")
_LABEL = Evidence("label", 3.0, "label: user id")
_SURE = Evidence("label", 2.2, "label: login name or number")
_NEAR = Evidence("label", 1.0, "label: user id, without a colon")
_CARD = Evidence("label", 4.0, "label: member's card")
_DIGITS = Evidence("form", -0.5, "digits only")
_MIXED = Evidence("form", 0.8, "letters with digits or underlines")
_CONFIG = Evidence("context", -4.0, "settings of a database or a service")
_SETTINGS = late("jdbc:|datasource|mongodb:|redis:|amqp:|smtp|(?:mysql|postgres(?:ql)?)://")
_PART = Evidence("label", -0.6, "the end of a longer label")
_CODE = Evidence("code", -4.0, "a name or an expression of program code")
_NOBODY = late(
    "(?:user|login|open|nick|account)_?(?:id|name|no|type)|(?:demo|test|user|guest|admin)_?[0-9]{0,3}|root|administrator|system|sys|daemon|nobody|www-data|www|mysql|postgres|oracle|"
    "git|guest|tester|users|username|nginx|apache|ftp|mail|uucp|news|backup|"
    "operator|sshd|bin|sync|ubuntu|centos|ec2-user|pi|hadoop|hdfs|yarn|kafka|redis|tomcat|"
    "jenkins|deploy|ansible|zabbix|nagios|sa|dba|public|anonymous|default|null|none|nil|"
    "true|false|undefined|string|str|int|integer|long|varchar|char|text|number|object|"
    "required|request|req|self|this|name|your_name|your_username|yourname|xxx|"
    "example|foo|bar|abc|password|passwd|login|email|mobile|phone|id|uid|"
    "host|service|postmaster|webmaster|info|support"
)
_NO_NICKS = late(
    "(?:不能|必须|可以|最多|长度|修改|已|未|请|为空|重复|含有|无|暂无|匿名|用户|游客|管理员|默认).*"
)


class UserId:
    """Judges what stands after the labels of accounts; see the module."""

    id = "user_id"
    types = ("user_id", "membership")
    patterns = (
        Pattern(
            "account",
            trigger=(f"(?:{_WORDS.replace('ID', 'id').replace('用户Id|', '')})"),
            regex=f"(?:{_WORDS})(?P<link>(?:{_STEP}){{0,5}}|{LINK})(?P<v>{_VALUE}){_END}",
            led=True,
            before=38,
            after=160,
        ),
        Pattern(
            "key",
            trigger=f"(?:{_KEYS})[\"'`\\\\]{{0,2}} {{0,2}}(?:[:=|>]|{PAIR}) {{0,2}}[\"'`\\\\]{{0,2}}[a-z0-9_][a-z0-9_.-]",
            regex=(
                f"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))(?i:{_KEYS})[\"'`\\\\]{{0,2}}(?P<link>[ ]{{0,2}}(?:[:=|>]|{PAIR})[ ]{{0,2}}"
                f"[\"'`\\\\]{{0,2}})(?P<v>{_VALUE}){_END}"
            ),
            led=True,
            before=30,
            after=36,
        ),
        Pattern(
            "nick",
            trigger=f'(?:{_NICKS}|nick_?name)["\'`]?(?:[ ]{{0,2}}[:=|][ ]{{0,2}}["\'`「“]{{0,1}}|[是叫为]?[「“"])[^ ]',
            regex=(
                f'(?:{_NICKS}|(?i:nick_?name))["\'`]?(?P<link>[ ]{{0,2}}[:=|][ ]{{0,2}}["\'`「“]{{0,1}}|[是叫为]?[「“"])'
                f"(?P<v>{_NICK})(?=[\\s,。;!?、\"'`<>()\\[\\]{{}}|」”/]|\\Z)"
            ),
            led=True,
            before=26,
            after=19,
        ),
        Pattern(
            "card",
            trigger=f"(?:{_CARDS.replace('(?i:', '(?:').replace('VIP卡号|', '')})[\"']?(?:{_STEP}){{0,5}}[a-z0-9][a-z0-9 -]",
            regex=f"(?:{_CARDS})[\"']?(?P<link>(?:{_STEP}){{0,5}})(?P<v>[A-Za-z]{{0,4}}[0-9](?:[ -]?[0-9]){{4,18}}){_END}",
            led=True,
            before=42,
            after=64,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the label's strength and by what kind of word the value is."""
        seen = candidate.seen
        if candidate.pattern.name == "card":
            return Judgement("membership", re.sub("[ -]", "", seen), (_SHAPE, _CARD))
        if candidate.pattern.name == "nick" and _NO_NICKS.fullmatch(seen):
            return None
        if candidate.view.fold is Fold.JOINED and not re.search("[A-Za-z]", seen):
            return None
        if seen.isdigit() and _is_other_number(seen):
            return None
        parts: list[Evidence | None] = [
            _SHAPE,
            *_led(candidate),
        ]
        parts += [_form(seen), _code(candidate), _service(candidate), _AGAINST.near(candidate)]
        if _NOBODY.fullmatch(seen.lower()) or len(set(seen)) == 1:
            parts.append(reject("a service, a placeholder or a word of code", "example"))
        member = candidate.match.group().startswith(("会员号", "会员ID", "会员id"))
        kind = "membership" if member else "user_id"
        return Judgement(kind, seen, tuple(e for e in parts if e is not None))


def _is_other_number(digits: str) -> bool:
    """Say whether the digits are a mobile, ID or bank number, or a system's own small number."""
    return (
        len(digits) < 6 or len(digits) >= 15 or re.fullmatch("1[3-9][0-9]{9}", digits) is not None
    )


def _led(candidate: Candidate) -> list[Evidence]:
    """Return what the label and the way from it to the value say."""
    match, text = candidate.match, candidate.view.text
    plain = re.match("[账帐][号户](?!名)", match.group()) is not None
    if re.search('[:=|>是为叫“「】]|",', match["link"]):
        named = _LABEL
    else:
        named = _NEAR if plain or candidate.pattern.name == "key" else _SURE
    before = text[max(0, match.start() - 1) : match.start()]
    part = (
        re.match("[账帐][号户](?!名)|用户编?号", match.group())
        and re.match("[一-鿿]", before)
        and before not in "的您你我其该此为是到入用录"
    )
    return [named, _PART] if part else [named]


def _service(candidate: Candidate) -> Evidence | None:
    """Return the evidence that the account of a database or a service is configured here."""
    if candidate.pattern.name != "key":
        return None
    at = candidate.match.start()
    return _CONFIG if _SETTINGS.search(candidate.view.text, max(0, at - 200), at) else None


def _form(seen: str) -> Evidence | None:
    if seen.isdigit():
        return _DIGITS
    return _MIXED if re.fullmatch("(?=.*[A-Za-z]).*[0-9_].*", seen) else None


def _code(candidate: Candidate) -> Evidence | None:
    """Return the evidence that an unquoted word after a key is an expression, if it is."""
    link, seen = candidate.match["link"], candidate.seen
    if candidate.pattern.name != "key" or re.search("[\"'`]", link):
        return None
    spaced = re.search("[ ]=|=[ ]", link) is not None
    expression = "." in seen or re.search("[a-z][A-Z]", seen) is not None
    return _CODE if (spaced or expression) and not re.search("[0-9]", seen) else None


DETECTOR = UserId()
