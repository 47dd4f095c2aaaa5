"""From the facts at hand to a file: the paper is drafted, encoded and written for its owner."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from menshen.errors import UsageError
from menshen.harm.reading import read
from menshen.papers import drafted
from menshen.papers.draft import Draft
from menshen.papers.material import Material
from menshen.who import attributed
from menshen.who.calls import BEIJING, Calls, Gave

__all__ = ["material", "saved"]

_FORMS = (".docx", ".html")


def material(
    reports: Iterable[str | Path],
    calls: Calls | None,
    given: Iterable[Gave],
    answers: Mapping[str, str],
) -> Material:
    """Return the facts at hand: reports are read, calls weighed."""
    chosen, record = list(reports), tuple(given)
    return Material(
        datetime.now(BEIJING),
        read(chosen) if chosen else None,
        calls,
        attributed(calls, given=record) if calls is not None else None,
        record,
        answers,
    )


def saved(kind: str, path: Path, facts: Material) -> Draft:
    """Draft a paper, write it so that only its owner can read it, and return it.

    Raises `UsageError` for a name that does not end in .docx or .html, and `OSError` where the
    file cannot be written.
    """
    form = path.suffix.lower()
    if form not in _FORMS:
        raise UsageError("name the file to write with -o: it ends in .docx or .html")
    draft = drafted(kind, facts)
    data = _encoded(draft, form)
    with open(path, "wb", opener=_private) as out:
        out.write(data)
    return draft


def _encoded(draft: Draft, form: str) -> bytes:
    if form == ".docx":
        from menshen.papers import docx

        return docx.written(draft)
    from menshen.papers import page

    return page.written(draft).encode()


def _private(path: str, flags: int) -> int:
    """Open a file so that only its owner can read it: a paper may hold what callers said."""
    handle = os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR)
    if stat.S_ISREG(os.fstat(handle).st_mode) and hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IRUSR | stat.S_IWUSR)
    return handle
