"""menshen (门神) finds Chinese personal information, warns of the scams it feeds, and says why.

>>> import menshen
>>> [found] = menshen.find("收件人电话：138-0013-8000")
>>> found.type.id, found.span.start, found.span.end, found.value
('mobile_number', 6, 19, '138-0013-8000')

What finding does not need is loaded when it is first asked for.
"""

import importlib
import sys
import types
import typing

from menshen.api import explain, find, scan
from menshen.detectors import Explanation
from menshen.errors import (
    EncryptedError,
    FactsError,
    MenshenError,
    PolicyError,
    UnreadableError,
    UnsupportedFormatError,
    UsageError,
)
from menshen.model import Block, Document, Evidence, Failure, Finding, Person, Span
from menshen.policy import Policy
from menshen.report import Report
from menshen.taxonomy import InfoType

if typing.TYPE_CHECKING:
    from menshen.api import harm, paper, plan, release, trace, warn, who
    from menshen.marks.policy import MarkPolicy
    from menshen.release import Recipient
    from menshen.scam.dialogue import Message
    from menshen.trace import Case, Verdict
    from menshen.warn import Assessment, Listener

__all__ = [
    "Assessment",
    "Block",
    "Case",
    "Document",
    "EncryptedError",
    "Evidence",
    "Explanation",
    "FactsError",
    "Failure",
    "Finding",
    "InfoType",
    "Listener",
    "MarkPolicy",
    "MenshenError",
    "Message",
    "Person",
    "Policy",
    "PolicyError",
    "Recipient",
    "Report",
    "Span",
    "UnreadableError",
    "UnsupportedFormatError",
    "UsageError",
    "Verdict",
    "explain",
    "find",
    "harm",
    "paper",
    "plan",
    "release",
    "scan",
    "trace",
    "warn",
    "who",
]

_LATER = {
    "Assessment": "menshen.warn",
    "Case": "menshen.trace",
    "Listener": "menshen.warn",
    "MarkPolicy": "menshen.marks.policy",
    "Message": "menshen.scam.dialogue",
    "Recipient": "menshen.release",
    "Verdict": "menshen.trace",
    "harm": "menshen.api",
    "paper": "menshen.api",
    "plan": "menshen.api",
    "release": "menshen.api",
    "trace": "menshen.api",
    "warn": "menshen.api",
    "who": "menshen.api",
}
"""Public names that are loaded when they are first asked for, and where they stand."""


def __getattr__(name: str) -> typing.Any:
    """Return a public name that is loaded late (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(importlib.import_module(_LATER[name]), name)
    return value


class _Package(types.ModuleType):
    """Keeps public functions where the modules of the same names would take their place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, types.ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
