"""The public functions: thin, typed, documented. The command line is a coat over these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from menshen import detectors, taxonomy
from menshen.detectors import Explanation
from menshen.errors import UsageError
from menshen.formats.talk import said
from menshen.model import Block, Finding
from menshen.policy import DEFAULT, Policy
from menshen.report import Report
from menshen.scan import Progress, events

__all__ = ["explain", "find", "scan"]


def find(
    text: str, *, types: Iterable[str] | None = None, min_score: float | None = None
) -> list[Finding]:
    """Return the personal information in a text, in order of position.

    Spans are code points of `text`, half open; `finding.value == text[start:end]`. `types` are
    taxonomy ids (`menshen types` lists them), `min_score` is a probability from 0 to 1.
    Raises `UsageError` for an unknown type or a score out of range.

    >>> [(f.type.id, f.value) for f in find("电话13800138000，车牌京A12345")]
    [('mobile_number', '13800138000'), ('vehicle_plate', '京A12345')]
    """
    return detectors.find(_block(text), policy=_policy(types, min_score))


def explain(text: str) -> list[Explanation]:
    """Return every candidate in a text, reported or not, with what spoke for and against it.

    >>> [(e.type, e.accepted) for e in explain("身份证110105194912310021")]
    [('resident_id_number', False)]
    """
    return detectors.explain(_block(text))


def scan(
    source: str | Path | Sequence[str | Path],
    *,
    policy: Policy | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Read files and folders and return what was found, and what could not be read.

    `source` is a path, several paths, or `-` for standard input. `jobs` processes read
    documents side by side. Raises `UsageError` for a source that does not exist.
    """
    asked = [source] if isinstance(source, str | Path) else list(source)
    if jobs < 1:
        raise UsageError("jobs must be at least 1")
    return Report.collect(events(asked, policy=policy or DEFAULT, jobs=jobs, progress=progress))


def _block(text: str) -> Block:
    """Return a text as a block; a chat with who speaks in it."""
    return Block("text", 0, text, said(text))


def _policy(types: Iterable[str] | None, min_score: float | None) -> Policy:
    if min_score is not None and not 0 <= min_score <= 1:
        raise UsageError("min_score is a probability: give a number from 0 to 1")
    if isinstance(types, str):
        raise UsageError("types is a list of taxonomy ids, not one string")
    chosen = None if types is None else frozenset(taxonomy.get(t).id for t in types)
    return Policy(types=chosen, min_score=DEFAULT.min_score if min_score is None else min_score)
