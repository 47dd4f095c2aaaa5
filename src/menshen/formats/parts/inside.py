"""What lies inside an archive: addresses of members, and how much may be unpacked in all.

Archives inside each other multiply: ten levels of ten members are ten thousand million. So what is
unpacked counts for the outermost document, whose address begins those of all inside.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from pathlib import PurePosixPath

from menshen.errors import UnreadableError

__all__ = ["MEMBER", "Inside", "plain_name"]

MEMBER = 256 << 20
"""No member of more bytes is unpacked."""
MOST = 4 << 30
"""So many bytes may be unpacked of one document and all that lies in it."""
COUNT = 200_000
"""So many members it may have in all."""
_RATIO = 200
_LITTLE = 1 << 20
_KEPT = 64
_spent: OrderedDict[str, list[int]] = OrderedDict()
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class Inside:
    """The members of one archive while they are taken out."""

    def __init__(self, uri: str, what: str, packed: int = 0) -> None:
        self._uri = uri
        self._what = what
        self._packed = packed
        self._taken = 0
        self._names: set[str] = set()
        outer = uri.partition("!/")[0]
        if outer == uri:
            _spent.pop(outer, None)
        self._all = _spent.setdefault(outer, [0, 0])
        while len(_spent) > _KEPT:
            _spent.popitem(last=False)

    def address(self, name: str) -> str:
        r"""Return the address of a member, each its own, which leads nowhere outside.

        >>> Inside("a.zip", "archive").address("..\\..\\etc/passwd")
        'a.zip!/__/__/etc/passwd'
        """
        steps = _CONTROL.sub(" ", name).replace("\\", "/").split("/")
        held = ["__" if s in {"..", "."} else s.replace("!", "_") for s in steps if s.strip()]
        path = PurePosixPath("/".join(held) or "unnamed")
        found, number = str(path), 1
        while found in self._names:
            number += 1
            found = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        self._names.add(found)
        return f"{self._uri}!/{found}"

    def take(self, size: int) -> None:
        """Count what is unpacked. Raises `UnreadableError` when it is too much."""
        self._taken += size
        self._all[0] += size
        self._all[1] += 1
        bomb = self._packed and self._taken > max(_RATIO * self._packed, _LITTLE)
        if bomb or self._all[0] > MOST or self._all[1] > COUNT:
            raise UnreadableError(
                f"this {self._what} unpacks to too much ({self._all[0]} bytes in {self._all[1]} members so far): "
                "unpack it yourself if you trust it"
            )


def plain_name(raw: bytes) -> str:
    """Return a name that no charset is told of: UTF-8, else GB18030, else what remains of it.

    >>> plain_name("名单".encode("gbk"))
    '名单'
    """
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")
