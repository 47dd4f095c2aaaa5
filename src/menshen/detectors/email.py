r"""电子邮箱 · E-mail address.

## What it finds
Addresses with a dotted host name, also glued to Chinese text or a label, and the spelling
`name(at)host.cn` that people use against harvesters.

## How it decides
The last part of the host must look like a top-level domain: names of source, image and unit files
(`x@2x.png`, `getty@tty1.service`) do not. Mailboxes of a function (service@, noreply@) stay below
the threshold unless they are said to be somebody's own. Placeholders (user@example.com), secure
shell targets, `git@host:path`, message ids and passwords inside URLs are rejected.

## Known limits
Quoted local parts, addresses at bare IP numbers and internationalised addresses are not found.

## References
- RFC 5321, RFC 5322 (the subset that mail providers hand out), RFC 2142 (role mailboxes)
- RFC 2606, RFC 6761 (example and other reserved names)

>>> normal("Wei.Zhang(at)Mail.example.cn")
'Wei.Zhang@mail.example.cn'
"""

from __future__ import annotations

import re

from menshen.evidence import Cue, reject
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_LOCAL = "[A-Za-z0-9_](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_+-])?"
_HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?\\.){1,5}[A-Za-z]{2,18}"
_FREE = "(?<![A-Za-z0-9_%+@-])(?<![A-Za-z0-9]\\.)"
_END = "(?![A-Za-z0-9_@-])(?!\\.[A-Za-z0-9])"
_SPELT = "[ ]?(?:\\([aA][tT]\\)|\\[[aA][tT]\\]|\\{[aA][tT]\\})[ ]?"

_CUE = Cue(
    "e-mail",
    words=("邮箱", "邮件", "电邮", "信箱", "邮址", "郵箱", "伊妹儿"),
    keys=("email", "mail", "e-mail", "mailbox", "yx", "dzyx", "mailto"),
    label=2.0,
    context=1.0,
)
_OWN = Cue(
    "somebody's own mailbox",
    words=(
        "个人邮箱",
        "私人邮箱",
        "本人邮箱",
        "我的邮箱",
        "他的邮箱",
        "她的邮箱",
        "联系人邮箱",
        "学生邮箱",
    ),
    keys=("personal_email", "user_email", "home_email"),
    label=5.0,
    context=0.0,
)
_SAMPLE = Cue(
    "an example",
    words=("示例", "样例", "例如", "比如", "格式", "形如", "举例"),
    keys=("example", "sample", "placeholder", "eg"),
    label=-4.0,
    context=-2.0,
)
_NOT_MAIL = Cue(
    "no mail",
    words=("镜像", "提交哈希", "依赖包"),
    keys=(
        "ssh",
        "scp",
        "rsync",
        "sftp",
        "message_id",
        "in_reply_to",
        "references",
        "image",
        "clone",
    ),
    label=-8.0,
    context=0.0,
)
_SHAPE = Evidence("shape", 2.0, "shape of an e-mail address")
_SPELLED = Evidence("shape", 0.5, "an address with the at sign spelled out")
_ROLE = Evidence("role", -5.0, "mailbox of a function, not of a person")
_DUMMY = Evidence("example", -6.0, "placeholder for a mailbox")
_RESERVED = Evidence("example", -1.0, "a host name reserved for examples")

_ROLES = late(
    "(?:no-?_?reply|do-?not-?reply|(?:customer-?)?services?|support|info|admin|administrator|webmaster"
    "|postmaster|hostmaster|abuse|security|contact(?:us)?|sales|help(?:desk)?|hr|jobs?|careers?|recruit"
    "|zhaopin|hello|hi|office|press|pr|marketing|feedback|newsletter|news|notify|notifications?|alerts?"
    "|billing|legal|privacy|dpo|root|team|kefu|mailer-daemon|bugs?|devnull|system|ops|git|subscribe"
    "|unsubscribe|business|enquir(?:y|ies)|media|editor|tougao|join|dev|cs)[._-]?[0-9]{0,2}",
    re.IGNORECASE,
)
_DUMMIES = late(
    "(?:user|username|your[._-]?(?:name|e?mail|account)?|you|me|name|e?mail|test(?:er|user)?|example|sample"
    "|demo|foo|bar|abc|xxx+|someone|somebody|first\\.?last|john\\.?doe|jane\\.?doe|a|b|x|aaa+|123|123456)"
    "[0-9]{0,2}",
    re.IGNORECASE,
)
_DUMMY_HOST = late(
    "(?:xx+|abc|test|foo|bar|domain|yourdomain|your-?company|email|host|company)\\.", re.IGNORECASE
)
_FILES = late(
    "png|jpg|jpeg|gif|svg|webp|bmp|ico|js|mjs|jsx|ts|tsx|css|scss|html|htm|json|xml|yml|"
    "yaml|py|md|rb|go|rs|so|sh|cs|vb|java|class|jar|php|txt|log|conf|cfg|ini|lock|tar|gz|"
    "tgz|zip|exe|dll|apk|ipa|pdf|doc|docx|xls|xlsx|csv|sql|service|socket|timer|mount|"
    "target|local|localhost|internal|lan|cluster|svc|localdomain|override"
)


def normal(seen: str) -> str:
    """Return the address with a plain at sign and the host in lower case."""
    local, _, host = re.sub(_SPELT, "@", seen).rpartition("@")
    return f"{local}@{host.lower()}"


class Email:
    """Judges addresses by host, mailbox name and surroundings; see the module."""

    id = "email"
    types = ("email",)
    patterns = (
        Pattern(
            "plain",
            trigger="[a-z0-9_+-]@[a-z0-9]",
            regex=f"{_FREE}(?P<v>{_LOCAL}@{_HOST}){_END}",
            before=68,
            after=224,
        ),
        Pattern(
            "spelt",
            trigger="[a-z0-9_+-] ?[(\\[{]at[)\\]}] ?[a-z0-9]",
            regex=f"{_FREE}(?P<v>{_LOCAL}{_SPELT}{_HOST}){_END}",
            before=74,
            after=224,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the names on both sides of the at sign and by what stands around."""
        address = normal(candidate.seen)
        local, _, host = address.rpartition("@")
        if _FILES.fullmatch(host.rpartition(".")[2]) or _is_target(candidate):
            note = reject("a file, a service or a login target, no mailbox", "context")
            return Judgement("email", address, (note,))
        parts = [_SHAPE if candidate.pattern.name == "plain" else _SPELLED, _CUE.near(candidate)]
        if _ROLES.fullmatch(local):
            parts += [_ROLE, _OWN.near(candidate)]
        if re.search("(?:^|\\.)(?:example(?:\\.|$)|test$|invalid$)", host):
            parts += [_DUMMY if _DUMMIES.fullmatch(local) else _RESERVED]
        elif _DUMMIES.fullmatch(local) and _DUMMY_HOST.match(host):
            parts.append(_DUMMY)
        parts += [_SAMPLE.near(candidate), _NOT_MAIL.near(candidate)]
        return Judgement("email", address, tuple(e for e in parts if e is not None))


def _is_target(candidate: Candidate) -> bool:
    """Say whether it is the login of a URL, a shell prompt, or a path on another host."""
    text = candidate.view.text
    before = text[max(0, candidate.start - 90) : candidate.start]
    after = text[candidate.end : candidate.end + 2]
    if re.search("(?<!mailto:)//[^/\\s\"'<>]{0,80}\\Z", before):
        return True
    if re.match(":[~/]", after) or re.search("(?:ssh|scp|sftp|rsync)[ ][^\\n]{0,30}\\Z", before):
        return True
    return candidate.seen.startswith("git@") and re.match(":[A-Za-z0-9]", after) is not None


DETECTOR = Email()
