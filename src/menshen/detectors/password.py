r"""密码与密钥 · Password, private key.

## What it finds
The value behind 密码, 口令, `password`, `passwd`, `pwd`; the password inside a URL; private keys in PEM
form; the key ids of cloud accounts (AKID…, LTAI…, AKIA…) and the secret keys behind their names.

## How it decides
A colon, an equals sign or 是 leads to a password; without one it must mix letters and digits. Masks,
variables, calls, types and placeholders of program code are not values, rules about passwords
(不少于8位) are not either, and what is said to be a default or an example loses weight.

## Known limits
Passwords with blanks or Chinese characters are not found. Hashed passwords are reported as they stand.

## References
- RFC 7468 (PEM); RFC 3986, section 3.2.1 (user information in URLs)
- GB/T 35273-2020, Annex B (passwords are sensitive)

>>> DETECTOR.types
('account_password', 'digital_certificate')
"""

from __future__ import annotations

import re

from menshen.evidence import PAIR, REMARK, Cue, reject
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_HEAD = "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"
_TAIL = "-----END [A-Z ]{0,20}PRIVATE KEY-----"
_CHAR = "[A-Za-z0-9!@#$%^*_+.?~/:()\\[\\]{}|=<\\\\-]"
_LAST = "[A-Za-z0-9!@#$%^*_+?~=)\\]}]"
_VALUE = f"{_CHAR}{{3,63}}(?<={_LAST})"
_LINK = "[\"'”」]?[ ]{0,2}(?:=>|->|:=|[:=]|是|为|设为|设成|改为|改成)了?[ \\n]{0,2}[\"'“「`]?"
_AWAY = (
    f'[ ]?{REMARK}[ :]{{0,2}}\\n?[ ]{{0,4}}|】[ ]?|["\']{PAIR}[ ]?["\']|",[ ]?"'
    "|[^0-9A-Za-z\\n。;]{0,8}(?:如下|[写填]?(?:为|成)|系)[:]?[ \\n]?|[ ]?[|\t>(][ ]?"
    "|[ ]?(?:报|发|给)(?:给)?[你您他她]了?[ :,]{0,2}"
)
_KEYS = "password|passwd|pwd|passphrase|passcode|pass"
_SECRETS = (
    "(?:secret[_-]?)?access[_-]?key(?:[_-]?secret)?|secret[_-]?key|app[_-]?secret|client[_-]?secret|api[_-]?secret"
    "|private[_-]?key|api[_-]?key"
)
_IS = f"(?:=>|:=|[:=]|{PAIR})"
_BY_KEY = f"[\"'`\\\\]{{0,2}}[ ]{{0,2}}{_IS}[ ]{{0,2}}(?P<quote>[\"'`\\\\]{{0,2}})"
_START = "(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))"

_SAMPLE = Cue(
    "a default or an example",
    words=(
        "默认",
        "示例",
        "样例",
        "例如",
        "比如",
        "弱口令",
        "测试",
        "红包",
        "淘口令",
        "吱口令",
    ),
    keys=("default", "for example", "placeholder", "weak", "dummy"),
    label=-3.0,
    context=-2.5,
)
_SHAPE = Evidence("shape", -1.0, "characters as passwords have")
_LABEL = Evidence("label", 3.0, "label: password")
_NEAR = Evidence("label", 0.2, "the word password stands before it")
_BESIDE = Evidence("label", 1.5, "label: password, in a cell beside or in brackets")
_PIN = Evidence("label", 1.5, "label: PIN")
_MIXED = Evidence("form", 1.5, "mixes letters, digits or signs")
_WORD = Evidence("form", -2.5, "a word without quotes, as program code has")
_URL = Evidence("label", 3.0, "password inside a URL")
_PEM = Evidence("shape", 8.0, "private key in PEM form")
_CLOUD = Evidence("prefix", 4.0, "prefix of a cloud provider's key id")
_SECRET = Evidence("label", 3.0, "label: secret key")

_NO_VALUE = late(
    "[*xX.#_?-]+|(?:[$%<#@{}\\[\\]()\\\\/|=>]|https?:).*|.*(?:[*]{3}|\\$\\{|\\{\\{|\\(\\)).*|[0-9]{1,2}:[0-9]{2}.*|[0-9]{1,2}-[0-9]{1,2}"
    "|(?:os|process|env|self|this|config|settings|args|request|req|user|props|params|ctx|data|form)[.\\[].*"
    "|(?i:null|none|nil|undefined|true|false|string|str|int|varchar.*|char|text|bytes|object|any|optional|required|"
    "nullable|hidden|empty|error|failed|invalid|incorrect|wrong|prompt|password|passwd|pwd|pass|secret|"
    "your[_-]?\\w*|my[_-]?pass\\w*|changeme|change_me|placeholder|example\\w*|sample\\w*|redacted|masked|hash(?:ed)?|"
    "encrypted|username|value|input|confirm\\w*|new[_-]?pass\\w*|old[_-]?pass\\w*|todo|token)"
)
_PIN_USE = late("(?:取款|支付|交易|银行卡|锁屏|开机|开锁|门锁|门禁|登录|查询|[Ww]i-?[Ff]i)\\Z")
_RULE = late("[ ]?(?:位|个|字符|次|天|分钟|小时|年|月|种)")


class Password:
    """Judges passwords and keys behind their labels; see the module."""

    id = "password"
    types = ("account_password", "digital_certificate")
    patterns = (
        Pattern(
            "label",
            trigger="(?:密 {0,2}码|口 {0,2}令|pin码)",
            regex=f"(?:密[ ]{{0,2}}码|口[ ]{{0,2}}令|PIN码)(?P<link>{_LINK}|{_AWAY}|[ ]{{0,2}}\\n?[ ]{{0,3}})(?P<v>{_VALUE})",
            led=True,
            before=10,
            after=110,
        ),
        Pattern(
            "key",
            trigger=f"(?:{_KEYS})[\"'`\\\\]{{0,2}} {{0,2}}{_IS} {{0,2}}[\"'`\\\\]{{0,2}}[!-~]{{3}}",
            regex=f"{_START}(?i:{_KEYS}){_BY_KEY}(?P<v>{_VALUE})",
            led=True,
            before=30,
            after=66,
        ),
        Pattern(
            "url",
            trigger="://[a-z0-9_.%+-]{1,40}:[^ \\n@/\"']{3,64}@",
            regex="://[A-Za-z0-9_.%+-]{1,40}:(?P<v>[^\\s@/\"']{3,64})@",
            before=112,
            after=0,
        ),
        Pattern(
            "pem",
            trigger="private key-----",
            regex=f"(?P<v>{_HEAD}(?:[^-]{{1,6000}}{_TAIL})?)",
            before=52,
            after=6050,
        ),
        Pattern(
            "cloud",
            trigger="[^0-9a-z](?:akid[0-9a-z]{28}|ltai[0-9a-z]{12}|akia[0-9a-z]{16})",
            regex=(
                "(?<![0-9A-Za-z])(?P<v>AKID[0-9A-Za-z]{28,36}|LTAI[0-9A-Za-z]{12,24}|AKIA[0-9A-Z]{16})(?![0-9A-Za-z])"
            ),
            before=34,
            after=14,
        ),
        Pattern(
            "secret",
            trigger=f"(?:{_SECRETS})[\"'`\\\\]{{0,2}} {{0,2}}{_IS} {{0,2}}[\"'`\\\\]{{0,2}}[a-z0-9/+]{{4}}",
            regex=f"{_START}(?i:{_SECRETS}){_BY_KEY}(?P<v>[A-Za-z0-9/+_=-]{{16,80}})(?![A-Za-z0-9/+_=.(-])",
            led=True,
            before=42,
            after=80,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label and by what the value is made of."""
        name, seen = candidate.pattern.name, candidate.seen
        if name == "pem":
            return Judgement("digital_certificate", seen, (_PEM,))
        said = _SAMPLE.near(candidate)
        if name in {"cloud", "secret"}:
            return _key(candidate, said)
        parts: list[Evidence | None] = [_SHAPE, said, _form(seen)]
        if _NO_VALUE.fullmatch(seen) or _RULE.match(candidate.view.text, candidate.end):
            parts.append(reject("a mask, a variable, a rule or a word of code", "example"))
        if name == "url":
            parts.append(_URL)
        elif name == "label":
            parts.append(_led(candidate))
        else:
            parts += [_LABEL, _expression(candidate)]
        return Judgement("account_password", seen, tuple(e for e in parts if e is not None))


def _key(candidate: Candidate, said: Evidence | None) -> Judgement | None:
    seen = candidate.seen
    if not (re.search("[0-9]", seen) and re.search("[A-Za-z]", seen)) or len(set(seen)) < 8:
        return None
    parts = (_CLOUD if candidate.pattern.name == "cloud" else _SECRET, said)
    return Judgement("digital_certificate", seen, tuple(e for e in parts if e is not None))


def _led(candidate: Candidate) -> Evidence:
    """Return what leads from the word to the value; six digits are a PIN where one is used."""
    link = candidate.match["link"]
    if link and link.strip(" |\t>(") == "" and link.strip(" "):
        return _BESIDE
    if link.strip():
        return _LABEL
    low = max(0, candidate.match.start() - 4)
    used = _PIN_USE.search(candidate.view.text, low, candidate.match.start())
    if re.fullmatch("[0-9]{6}", candidate.seen) or (used and candidate.seen.isdigit()):
        return _PIN
    return _NEAR


def _form(seen: str) -> Evidence | None:
    kinds = [
        re.search(kind, seen) is not None for kind in ("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9_.-]")
    ]
    return _MIXED if sum(kinds) > 1 and (kinds[2] or kinds[3]) else None


def _expression(candidate: Candidate) -> Evidence | None:
    """Return the evidence that an unquoted value is code, not a value; None for a value."""
    if candidate.match["quote"]:
        return None
    seen = candidate.seen
    if re.search("[()\\[\\]{}|<]", seen) or re.fullmatch("[A-Za-z_][A-Za-z_.-]*", seen):
        return _WORD
    return None


DETECTOR = Password()
