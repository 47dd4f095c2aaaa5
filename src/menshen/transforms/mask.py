"""Masking: the customary forms, 138****8000, 张*, 110***********002X, in the value's own length.

How much stays at either end is in masks.tsv. Blanks, hyphens and line ends stay where they are,
`138-****-8000`; of an address the division stays, down to the district; of an e-mail address the
first letter, and the domain where it is a public service's. Of no value more than half of the
characters stay (a mobile number and a division are the customary exceptions), and of secrets and
facts none, since a fact is known from a single character.

>>> from menshen.api import find
>>> from menshen.transforms import Setting
>>> [TRANSFORM.apply(f, Setting()) for f in find("身份证11010519491231002X，邮箱zhangsf@163.com")]
['110***********002X', 'z******@163.com']
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from menshen.engines import address
from menshen.model import Finding
from menshen.taxonomy.table import rows
from menshen.text import fold_width
from menshen.transforms import Setting
from menshen.transforms.written import carriers, halves, mail

__all__ = ["TRANSFORM", "Mask"]

_STAR = "*"
_ADDRESSES = frozenset(("home_address", "hukou_location", "house_unit"))
_FREE = frozenset(("mobile_number",))
_PUBLIC = frozenset(
    (
        "163.com", "126.com", "yeah.net", "qq.com", "foxmail.com", "sina.com", "sina.cn", "sohu.com",
        "139.com", "189.cn", "aliyun.com", "21cn.com", "gmail.com", "outlook.com", "hotmail.com",
        "live.com", "icloud.com", "yahoo.com",
    )
)  # fmt: skip
_COMPOUND = 4
_DIVISIONS = frozenset(("country", "province", "city", "district"))


class Mask:
    """Leaves the customary characters and stars the rest."""

    id = "mask"

    def apply(self, finding: Finding, setting: Setting) -> str:  # noqa: ARG002
        """Return the mask, as long as the value; a value that would stay is starred wholly."""
        value = finding.value
        found = _masked(finding.type.id, value)
        return found if found != value else _kept(value, 0, 0)


def _masked(kind: str, value: str) -> str:
    if kind == "email" and "@" in value.replace("＠", "@"):
        return _mail(value)
    if kind in _ADDRESSES:
        return _address(value)
    if kind == "birth_date":
        return _date(value)
    if kind == "ip_address" and value.count(".") == 3:
        return _kept(value, len(value.partition(".")[0]), 0)
    prefix, body = halves(value) if kind == "mobile_number" else ("", value)
    head, tail = _table().get(kind, (0, 0))
    size = len(carriers(body))
    if kind in {"person_name", "former_name"} and size >= _COMPOUND:
        head = 2
    if kind not in _FREE or size < 11:
        head = min(head, size // 2)
        tail = min(tail, size // 2 - head)
    return prefix + _kept(body, head, tail)


def _kept(value: str, head: int, tail: int) -> str:
    """Return a value of which so many carrying characters stay."""
    places = carriers(value)
    if not places:
        return _STAR * len(value)
    hidden = set(places[head : len(places) - tail])
    return "".join(_STAR if at in hidden else char for at, char in enumerate(value))


def _mail(value: str) -> str:
    name, domain = mail(value)
    shown = name[0] + _STAR * (len(name) - 1) if len(name) > 1 else _STAR * len(name)
    if domain.lower() not in _PUBLIC:
        first, dot, last = domain.rpartition(".")
        domain = _STAR * len(first) + dot + last if dot else _STAR * len(domain)
    return f"{shown}{value[len(name)]}{domain}"


def _date(value: str) -> str:
    """Return a date of which the year stays; 年月日 are no information."""
    hidden = set(carriers(value)[4:])
    return "".join(
        _STAR if at in hidden and c not in "年月日号" else c for at, c in enumerate(value)
    )


def _address(value: str) -> str:
    """Return an address of which the division stays, down to the district."""
    parts = address.parse(fold_width(value)).parts
    end = 0
    for part in parts:
        if part.kind not in _DIVISIONS:
            break
        end = part.span.end
    shown = value[:end] if parts and parts[0].span.start == 0 else ""
    return shown + "".join(c if c in "\r\n \t" else _STAR for c in value[len(shown) :])


@cache
def _table() -> dict[str, tuple[int, int]]:
    path = Path(__file__).with_name("masks.tsv")
    return {kind: (int(head), int(tail)) for _, (kind, head, tail) in rows(path, "type head tail")}


TRANSFORM = Mask()
