"""Labels: 〔姓名1〕, the kind and a number, the same for the same value throughout a run.

Numbers follow the order in which values are met; with a vault they go on where the last run ended.
A number written differently is the same value (`finding.normal`).
"""

from __future__ import annotations

from menshen.model import Finding
from menshen.taxonomy import InfoType
from menshen.transforms import Setting

__all__ = ["TRANSFORM", "Label", "short"]

_ENDS = ("/", "（", "(")


class Label:
    """Names the kind and numbers the value."""

    id = "label"

    def apply(self, finding: Finding, setting: Setting) -> str:
        """Return the label."""
        name = short(finding.type)
        return f"〔{name}{setting.numbers.of(name, finding.normal or finding.value)}〕"


def short(kind: InfoType) -> str:
    """Return the name of a kind up to its first alternative or remark.

    >>> from menshen import taxonomy
    >>> short(taxonomy.get("bank_account"))
    '银行账户'
    """
    name = kind.zh
    for end in _ENDS:
        name = name.partition(end)[0]
    return name


TRANSFORM = Label()
