"""Menshen 门神: finds Chinese personal information, says whose it is and how sensitive.

>>> import menshen
>>> finding = menshen.find("请拨打13800138000")[0]
>>> finding.type.id, finding.span.start, finding.span.end, finding.value
('mobile_number', 3, 14, '13800138000')
"""

from menshen.api import explain, find, harm, paper, scan, who
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

__all__ = [
    "Block",
    "Document",
    "EncryptedError",
    "Evidence",
    "Explanation",
    "FactsError",
    "Failure",
    "Finding",
    "InfoType",
    "MenshenError",
    "Person",
    "Policy",
    "PolicyError",
    "Report",
    "Span",
    "UnreadableError",
    "UnsupportedFormatError",
    "UsageError",
    "explain",
    "find",
    "harm",
    "paper",
    "scan",
    "who",
]
