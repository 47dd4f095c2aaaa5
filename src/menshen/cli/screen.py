"""What standard output is: its width, and whether colours make sense on it."""

from __future__ import annotations

import os
import shutil
import sys

from menshen.report.text import Page
from menshen.report.words import Lang

__all__ = ["coloured", "page", "width"]


def width() -> int:
    """Return how many cells a line has: the terminal's, or COLUMNS, or 80."""
    return max(shutil.get_terminal_size((80, 24)).columns, 40)


def coloured() -> bool:
    """Say whether standard output is a terminal that wants colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def page(lang: Lang, *, reveal: bool = False) -> Page:
    """Return an empty page for standard output."""
    return Page(width=width(), colour=coloured(), lang=lang, reveal=reveal)
