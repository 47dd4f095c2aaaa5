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
    ResidueError,
    UnreadableError,
    UnsupportedFormatError,
    UsageError,
    VaultError,
)
from menshen.model import Block, Document, Evidence, Failure, Finding, Person, Span
from menshen.policy import Policy
from menshen.report import Report
from menshen.taxonomy import InfoType

if typing.TYPE_CHECKING:
    from menshen.api import (
        harm,
        paper,
        plan,
        redact,
        release,
        release_document,
        restore,
        trace,
        trace_document,
        verify,
        warn,
        who,
    )
    from menshen.marks.policy import MarkPolicy
    from menshen.redact import Redacted
    from menshen.redact.stream import Redactor
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
    "Redacted",
    "Redactor",
    "Report",
    "ResidueError",
    "Span",
    "UnreadableError",
    "UnsupportedFormatError",
    "UsageError",
    "VaultError",
    "Verdict",
    "explain",
    "find",
    "harm",
    "paper",
    "plan",
    "redact",
    "release",
    "release_document",
    "restore",
    "scan",
    "trace",
    "trace_document",
    "verify",
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
    "Redacted": "menshen.redact",
    "Redactor": "menshen.redact.stream",
    "Verdict": "menshen.trace",
    "harm": "menshen.api",
    "paper": "menshen.api",
    "plan": "menshen.api",
    "redact": "menshen.api",
    "release": "menshen.api",
    "release_document": "menshen.api",
    "restore": "menshen.api",
    "trace": "menshen.api",
    "trace_document": "menshen.api",
    "verify": "menshen.api",
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
